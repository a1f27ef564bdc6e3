import { type LabelSelector, matchesLabels } from "../../../api/controller/selectors.ts";
import { isOwnedBy } from "../../../api/controller/helpers.ts";
import type { Key, KubeObject, Stored, Unstructured, World } from "../../../api/controller/types.ts";

/** What `desired` and invariants look at: a number that the process knows a state of the cluster by. Objects are made when they are asked for. */
export class CheckedWorld implements World {
  readonly #world: number;

  constructor(world: number) {
    this.#world = world;
  }

  get<T extends KubeObject = Unstructured>(apiVersion: string, kind: string, { namespace, name }: Key): Stored<T> | undefined {
    return this.#all<T>(apiVersion, kind).find(({ metadata }) => metadata.name === name && isIn(metadata.namespace, namespace));
  }

  list<T extends KubeObject = Unstructured>(apiVersion: string, kind: string, options: ListOptions = {}): Stored<T>[] {
    const { namespace, labelSelector, ownedBy } = options;
    return this.#all<T>(apiVersion, kind).filter(
      (object) =>
        (namespace === undefined || object.metadata.namespace === namespace) &&
        (labelSelector === undefined || matchesLabels(labelSelector, object.metadata.labels)) &&
        (ownedBy === undefined || isOwnedBy(object, ownedBy)),
    );
  }

  external<S>(name: string): Readonly<S> {
    return $external(this.#world, name) as Readonly<S>;
  }

  #all<T extends KubeObject>(apiVersion: string, kind: string): readonly Stored<T>[] {
    return $objects(this.#world, apiVersion, kind) as readonly Stored<T>[];
  }
}

interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: LabelSelector;
  readonly ownedBy?: Stored<KubeObject>;
}

/** Objects of the whole cluster are found whatever namespace is asked for, as by the API server's paths. */
const isIn = (own: string | undefined, wanted: string | undefined): boolean => own === undefined || own === wanted;
