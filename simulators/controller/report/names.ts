import type { JsonObject } from "../../../protocol/json.ts";
import { builtinResources } from "../cluster/kinds/index.ts";
import { storageName } from "../cluster/resources.ts";
import type { ObjectName, Run } from "../properties/types.ts";
import type { Setup } from "../world/setup.ts";

/** How objects and kinds are called in messages: `StatefulSet web`; the namespace only where the world has several. */
export class Names {
  readonly #kinds = new Map<string, string>();
  readonly #namespaces = new Set<string>();

  constructor(setup: Setup, runs: readonly Run[]) {
    for (const resource of builtinResources) this.#kinds.set(storageName(resource), resource.kind);
    for (const object of [setup.sample, ...setup.world]) this.#see(object);
    for (const definition of setup.definitions) this.#define(definition);
    for (const { initial, steps } of runs) {
      for (const object of initial.objects) this.#see(object);
      for (const { changes } of steps)
        for (const { resource, before, after } of changes) {
          const object = after ?? before;
          if (object) {
            this.#kinds.set(resource, object.kind);
            this.#see(object);
          }
        }
    }
  }

  /** `apps/statefulsets` of an object; a resource of its own where none is known. */
  resourceOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
    const slash = apiVersion.indexOf("/");
    const group = slash === -1 ? "" : apiVersion.slice(0, slash);
    for (const [resource, known] of this.#kinds) if (known === kind && resource.startsWith(`${group}/`)) return resource;
    return `${group}/${kind}`;
  }

  /** `StatefulSet` of `apps/statefulsets`; the plural, where the kind was never seen. */
  kind(resource: string): string {
    return this.#kinds.get(resource) ?? resource.slice(resource.indexOf("/") + 1);
  }

  /** `StatefulSet web`. */
  object({ resource, key }: ObjectName): string {
    return `${this.kind(resource)} ${this.name(key)}`;
  }

  /** `web` of `shop/web`. */
  name(key: string): string {
    const slash = key.indexOf("/");
    const [namespace, name] = [key.slice(0, slash), key.slice(slash + 1)];
    return namespace === "" || this.#namespaces.size < 2 ? name : `${namespace}/${name}`;
  }

  /** Key of an object in the state of a trace: `StatefulSet/web`. */
  cell(name: ObjectName): string {
    return `${this.kind(name.resource)}/${this.name(name.key)}`;
  }

  #see(object: JsonObject): void {
    const { kind, metadata } = object;
    const namespace = (metadata as { readonly namespace?: string } | undefined)?.namespace;
    if (namespace && kind !== "Namespace") this.#namespaces.add(namespace);
  }

  #define({ spec }: JsonObject): void {
    const { group, names } = (spec ?? {}) as {
      readonly group?: string;
      readonly names?: { readonly kind?: string; readonly plural?: string };
    };
    if (group && names?.kind && names.plural) this.#kinds.set(`${group}/${names.plural}`, names.kind);
  }
}
