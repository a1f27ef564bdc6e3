import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Change } from "../../../protocol/trace.ts";
import { diff } from "../../core/model/diff.ts";
import type { StoredObject } from "../cluster/types.ts";
import type { ObjectChange, Run, RunStep } from "../properties/types.ts";
import type { Names } from "./names.ts";

/** Where things stand in the state of a trace. */
export const places = { cluster: "cluster", cache: "cache", external: "external" } as const;

/** An object as it is shown: first what it says, then what it is called, without what nobody reads. */
export function shown({ apiVersion, kind, metadata: all, ...content }: StoredObject): JsonObject {
  const { managedFields: _, creationTimestamp: __, selfLink: ___, uid, resourceVersion, ...metadata } = all as JsonObject;
  const stamps = { ...(uid === undefined ? {} : { uid }), ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  return { ...content, metadata: { ...metadata, ...stamps }, apiVersion, kind };
}

export function initialState(run: Run, names: Names): JsonObject {
  const cluster = Object.fromEntries(
    told(run)
      .map((object) => [names.cell(nameOf(object, names)), shown(object)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const hasExternal = Object.keys(run.initial.external).length > 0;
  return { [places.cluster]: cluster, ...(hasExternal ? { [places.external]: run.initial.external } : {}) };
}

/** What stands in every cluster, and is neither the user's nor touched, says nothing. */
function told({ initial, steps }: Run): readonly StoredObject[] {
  const touched = new Set(steps.flatMap(({ changes }) => changes.map(({ before }) => before?.metadata.uid)));
  return initial.objects.filter(({ kind, metadata }) => !scenery.has(kind) || touched.has(metadata.uid));
}

const scenery: ReadonlySet<string> = new Set(["CustomResourceDefinition", "Namespace", "StorageClass", "PriorityClass", "Node"]);

/** Objects that are told of at the start of a run. */
export const toldAtStart = (run: Run): number => told(run).length;

/** By kind and name: the initial objects do not say where they lie. */
function nameOf(object: StoredObject, names: Names): { readonly resource: string; readonly key: string } {
  const { name, namespace } = object.metadata;
  return { resource: names.resourceOf(object), key: `${namespace ?? ""}/${name}` };
}

/** What the steps of a run change in the state of its trace, one after the other. */
export class StateChanges {
  readonly #names: Names;
  /** Per kind: what its cache shows while it is behind. */
  readonly #caches = new Map<string, Json>();

  constructor(names: Names) {
    this.#names = names;
  }

  of({ changes, external, action }: RunStep): readonly Change[] {
    return [
      ...changes.flatMap((change) => objectChanges(change, this.#names)),
      ...(external ? diff(external.before, external.after, [places.external]) : []),
      ...this.#cache(action),
    ];
  }

  /** While the cache of a kind is behind, its content stands beside the cluster's. */
  #cache(action: RunStep["action"]): readonly Change[] {
    if (action.kind === "behind") {
      const kind = this.#names.kind(action.resource);
      const before = this.#caches.get(kind);
      const after: Json = Object.fromEntries(
        action.shows.map((object) => [this.#names.name(`${object.metadata.namespace ?? ""}/${object.metadata.name}`), shown(object)]),
      );
      this.#caches.set(kind, after);
      return [{ location: [places.cache, kind], ...(before === undefined ? {} : { before }), after }];
    }
    if (action.kind !== "caught-up") return [];
    const kind = this.#names.kind(action.resource);
    const before = this.#caches.get(kind);
    this.#caches.delete(kind);
    return before === undefined ? [] : [{ location: [places.cache, kind], before }];
  }
}

function objectChanges(change: ObjectChange, names: Names): readonly Change[] {
  const { before, after } = change;
  const location = [places.cluster, names.cell(change)];
  if (before && after) return diff(shown(before), shown(after), location);
  return [{ location, ...(before ? { before: shown(before) } : {}), ...(after ? { after: shown(after) } : {}) }];
}
