import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { KindName } from "../payload.ts";

/** What is checked, as plain data: the controller's own world before it has run for the first time. */
export interface Setup {
  /** `tagged`: `reconcile` gets the custom resource as the informer has it; `framework`: the request alone. */
  readonly style: "tagged" | "framework";
  /** Tagged: it has a second parameter, and so is told of deletions. Otherwise nothing is run for what the informer no longer has. */
  readonly takesEvent: boolean;
  readonly resource: KindName;
  /** Events of these concern the resource that their controlling owner reference names. */
  readonly owns: readonly KindName[];
  /** Events of these concern what `requests` answers: `Process.evaluate("watches/<index>", [object])`. */
  readonly watches: readonly KindName[];
  /** Kinds that informers of the code keep in a cache, besides these: their events concern nobody. */
  readonly caches?: readonly KindName[];
  /** Kinds that it may change without owning them. An empty `apiVersion` stands for any. */
  readonly manages: readonly KindName[];
  /** Kinds that may outlive the resource. An empty `apiVersion` stands for any. */
  readonly retains: readonly KindName[];
  /** CustomResourceDefinitions; a custom kind without one has no schema, and a status subresource. */
  readonly definitions: readonly JsonObject[];
  /** The resource: edits and deletion befall it. */
  readonly sample: JsonObject;
  /** Everything else that is there at the start; others of the resource's kind are reconciled too. */
  readonly world: readonly JsonObject[];
  readonly edits: readonly SetupEdit[];
  readonly hasDesired: boolean;
  /** Names of `Process.evaluate("invariants/<name>", [before, after])`. */
  readonly invariants: readonly string[];
  readonly external: readonly ExternalSetup[];
  readonly replicas: 1 | 2;
  /** A rejected reconcile is tried again. */
  readonly requeue: boolean;
}

export type SetupEdit =
  | { readonly kind: "value"; readonly path: readonly (string | number)[]; readonly value: Json }
  /** `Process.evaluate("edits/<index>", [resource])`. */
  | { readonly kind: "function"; readonly index: number };

export interface ExternalSetup {
  readonly name: string;
  readonly initial: Json;
  readonly hasProgress: boolean;
}
