import type { Json } from "../../protocol/json.ts";
import type { Range } from "../../protocol/source.ts";

/** `apps/v1` and `StatefulSet`; the core group is `v1`. */
export interface KindName {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What `discover` read of one controller: all that `run` needs beside the bundle and the files of data. Plain data. */
export type Payload = TaggedPayload | DefinedPayload;

interface Common {
  /** Export of the bundle: the reconcile function (or what has it as `member`), or the definition. */
  readonly entry: string;
  /** As written, a name of `Scenario.assets`. */
  readonly sample?: AssetPlace;
  readonly crd?: AssetPlace;
  /** `@env NAME=value`. */
  readonly environment?: readonly (readonly [name: string, value: string])[];
}

/** A function over a Kubernetes client, with tags (contract C3.1, style a). */
export interface TaggedPayload extends Common {
  readonly style: "tagged";
  readonly resource: KindName;
  /** The export has it as a method of this name. */
  readonly member?: string;
  /** As the user would call it, for messages. */
  readonly title?: string;
  /** The function has a second parameter, the type of event: it hears of deletions, too. Absent: only the function itself says that, once it is there. */
  readonly takesEvent?: boolean;
  readonly owns: readonly KindName[];
  /** Paths of collections whose informers have a handler that calls the function: as if their kinds were owned. */
  readonly handled?: readonly string[];
  /** Kinds by name, with their version where it is written: `PersistentVolumeClaim`. */
  readonly retains: readonly string[];
  readonly manages: readonly string[];
  /** `@edit`, in order: each changes one place. */
  readonly edits: readonly Edit[];
  readonly replicas: 1 | 2;
  /** A rejected promise is tried again, with back-off. */
  readonly requeue: boolean;
}

/** A definition by `defineController` (style b): everything else is read from the object when the module has been evaluated. */
export interface DefinedPayload extends Common {
  readonly style: "defined";
}

export interface AssetPlace {
  readonly name: string;
  readonly range: Range;
}

/** One change of the custom resource. */
export interface Edit {
  /** `["spec", "nodeSets", 1, "count"]`. */
  readonly path: readonly (string | number)[];
  readonly value: Json;
  readonly range: Range;
  /** As written. */
  readonly text: string;
}
