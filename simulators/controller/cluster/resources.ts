import type { JsonObject } from "../../../protocol/json.ts";
import type { Type } from "./kinds/schema.ts";
import type { GroupResource } from "./status.ts";
import type { Strategy } from "./strategy.ts";

/**
 * A kind of object that the server serves under a path of its own: `/apis/GROUP/VERSION/namespaces/NS/PLURAL/NAME`.
 *
 * The built-in ones are listed in `kinds/index.ts` as `builtinResources: readonly Resource[]` (every served version, the preferred one of a group first).
 */
export interface Resource extends GroupResource {
  /** "" is the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  /** Default: the kind with `List` behind it. */
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly isNamespaced: boolean;
  /** Besides the object itself. */
  readonly subresources: readonly Subresource[];
  /** Made by a CustomResourceDefinition. */
  readonly isCustom: boolean;
  /** For strategic merge patch, apply and managedFields; `untyped` where nothing is known. */
  readonly type: Type;
  readonly strategy: Strategy;
  /** Objects of one resource in several versions lie in one place, in the version in which they were written; this one reads them as its own. */
  fromVersion?(object: JsonObject): JsonObject;
  /** The object as it is stored, where that is another version: fields that one does not have are lost. Default: as it was written. */
  toStored?(object: JsonObject): JsonObject;
  /** Where `/scale` reads and writes, such as `.spec.replicas`. */
  readonly scale?: ScalePaths;
}

export type Subresource = "status" | "scale" | "binding" | "eviction" | "finalize";

export interface ScalePaths {
  readonly specReplicas: string;
  readonly statusReplicas: string;
  /** Of a text, or (workloads) of a label selector. */
  readonly selector?: string;
}

/** `apps/v1`, `v1`. */
export const apiVersionOf = ({ group, version }: Pick<Resource, "group" | "version">): string =>
  group === "" ? version : `${group}/${version}`;

/** Where the objects lie in a `Cluster`: `apps/statefulsets`, `/pods`. */
export const storageName = ({ group, plural }: GroupResource): string => `${group}/${plural}`;

/** `namespace/name`, or `/name`. */
export const objectKey = (namespace: string | undefined, name: string): string => `${namespace ?? ""}/${name}`;
