import type { Range } from "../../protocol/source.ts";
import type { RemoteFiles } from "./config/model.ts";

/** What `discover` read from one file, or from a configuration with entries: all that `run` needs beside the bundle. Plain data. */
export interface Payload {
  readonly configuration: RemoteFiles;
  readonly configurationPath: string;
  /** In the order of the file, or of `nodes`; at least one. */
  readonly processes: readonly ProcessDeclaration[];
  /** In the order of the file. */
  readonly observers: readonly ObserverDeclaration[];
  /** `@env NAME=value`, in the order of the file. */
  readonly environment: readonly (readonly [name: string, value: string])[];
}

/** A process: one instance of the bundle's modules, of which one export runs once. */
export interface ProcessDeclaration {
  /** Unique within the scenario: the function's name, or the node's for a module that runs as a whole. */
  readonly name: string;
  /** A node with role `app`. */
  readonly node: string;
  /** File of `range`: that of the function, or the configuration. */
  readonly path: string;
  /** The function's name where it is declared, or the value of `nodes[].entry`. */
  readonly range: Range;
  /** Name in the bundle. */
  readonly export: string;
  /** The export is a function that imports the module and answers when its evaluation is over; otherwise it is the user's own function. */
  readonly isModule: boolean;
}

/** `@invariant`: true in every state. `@finally`: true when every process has finished and nothing crashed. */
export interface ObserverDeclaration {
  readonly name: string;
  readonly kind: "invariant" | "finally";
  readonly path: string;
  /** The function's name where it is declared. */
  readonly range: Range;
  /** Name in the bundle. */
  readonly export: string;
}
