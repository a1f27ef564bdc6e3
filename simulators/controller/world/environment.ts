import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { ApiRequest, StoredObject } from "../cluster/types.ts";
import type { Process } from "../process/types.ts";
import type { ObjectChange, ObjectName } from "../properties/types.ts";
import type { Kinds } from "./kinds.ts";
import { controllerOf, groupOf } from "./kinds.ts";
import { maker } from "./makers.ts";
import { keyOf } from "./past.ts";
import type { Platform } from "./platform.ts";
import { type Executed, type Server } from "./server.ts";
import type { Setup } from "./setup.ts";
import { PairMemo } from "./table.ts";
import { isArray } from "./text.ts";

/** Everybody beside the controller: the built-in controllers, the user, owners of foreign finalizers. */
export class Surroundings {
  readonly #setup: Setup;
  readonly #platform: Platform;
  readonly #server: Server;
  readonly #kinds: Kinds;
  readonly #process: Process;
  /** By cluster. Null: all are content. */
  #builtin: (BuiltinStep | null | undefined)[] = [];
  /** Steps that draw values, by what must not be drawn and the cluster. */
  #drawing = new PairMemo<BuiltinStep>();
  /** What was asked for last. */
  #askedCluster = -1;
  #askedGraves = -1;
  #asked: BuiltinStep | undefined;
  /** What the user's edits do, by index and cluster: they are asked for in nearly every state. */
  readonly #edits: (Executed | null | undefined)[][] = [];
  /** What her deletion does; and what she makes again, by what must not be drawn, edits and cluster. */
  readonly #deletions = new PairMemo<Executed | null>();
  readonly #creations = new PairMemo<Executed | null>();
  /** Resources that the controller watches or has ever asked for. */
  readonly #seen = new Set<string>();
  /** The user's own rules look at every state. */
  readonly #seesAll: boolean;
  readonly #foreign: ReadonlySet<string>;
  readonly #releases = new Map<number, readonly Release[]>();

  constructor(setup: Setup, platform: Platform, server: Server, kinds: Kinds, process: Process) {
    this.#setup = setup;
    this.#platform = platform;
    this.#server = server;
    this.#kinds = kinds;
    this.#process = process;
    this.#seesAll = setup.invariants.length > 0;
    for (const { served } of kinds.watched) this.#seen.add(served.resource);
    this.#foreign = new Set([setup.sample, ...setup.world].flatMap(finalizersOf));
  }

  get foreignFinalizers(): ReadonlySet<string> {
    return this.#foreign;
  }

  /** Steps that the controller does not see are taken together with the next one that it may see. */
  sees(resource: string): void {
    if (this.#seen.has(resource)) return;
    this.#seen.add(resource);
    this.#builtin = [];
    this.#askedCluster = -1;
    this.#drawing = new PairMemo();
  }

  get seen(): ReadonlySet<string> {
    return this.#seen;
  }

  /** Resources that the writes of built-in controllers depend on, or that these write. Some look at everything, for what is terminating or without owner. */
  get readByBuiltins(): readonly string[] {
    return this.#platform.builtins.flatMap(({ reads = [] }) => reads);
  }

  /** The next step of the built-in controllers: they take turns in one fixed order. Undefined: all are content. */
  builtin(cluster: number, graves: number): BuiltinStep | undefined {
    // Of one state it is asked several times.
    if (cluster !== this.#askedCluster || graves !== this.#askedGraves) {
      this.#asked = this.#knownBuiltin(cluster, graves);
      this.#askedCluster = cluster;
      this.#askedGraves = graves;
    }
    return this.#asked;
  }

  #knownBuiltin(cluster: number, graves: number): BuiltinStep | undefined {
    const known = this.#builtin[cluster];
    if (known === null) return undefined;
    if (known !== undefined && (graves === 0 || !known.executed.draws)) return known;
    const drawing = this.#drawing.get(graves, cluster);
    if (drawing !== undefined) return drawing;
    const step = this.#visibleBuiltin(cluster, graves);
    if (step === undefined || graves === 0 || !step.executed.draws) this.#builtin[cluster] = step ?? null;
    else this.#drawing.set(graves, cluster, step);
    return step;
  }

  #visibleBuiltin(cluster: number, graves: number): BuiltinStep | undefined {
    let step = this.#nextBuiltin(cluster, graves);
    if (step === undefined || step.controller === collector || this.#seesAll) return step;
    for (
      let count = 0;
      count < mostTogether && !step.executed.changes.some((change) => this.#seen.has(change.resource) && isTurn(change));
      count += 1
    ) {
      const next = this.#nextBuiltin(step.executed.cluster, graves);
      if (next === undefined || next.controller === collector) return step;
      step = { ...next, executed: together(step.executed, next.executed) };
    }
    return step;
  }

  #nextBuiltin(cluster: number, graves: number): BuiltinStep | undefined {
    for (const controller of this.#platform.builtins) {
      const step = this.#stepOf(controller.name, controller.requests(this.#server.contents.clusterOf(cluster)), cluster, graves);
      if (step === undefined) continue;
      return controller.name === collector ? this.#burst(step, graves) : step;
    }
    return undefined;
  }

  #stepOf(controller: string, requests: Iterable<ApiRequest>, cluster: number, graves: number): BuiltinStep | undefined {
    for (const request of requests) {
      const by = this.#server.uids.behalf(this.#server.contents.clusterOf(cluster), request);
      const executed = this.#server.execute(cluster, request, by, graves);
      if (executed.cluster !== cluster) return { controller, request, executed };
    }
    return undefined;
  }

  /** The garbage collector takes what it has found in one step: its single deletions are not told apart. */
  #burst(first: BuiltinStep, graves: number): BuiltinStep {
    const controller = this.#platform.builtins.find(({ name }) => name === collector);
    let { executed } = first;
    for (;;) {
      const requests = controller?.requests(this.#server.contents.clusterOf(executed.cluster)) ?? [];
      const step = this.#stepOf(collector, requests, executed.cluster, graves);
      if (step === undefined) return { ...first, executed };
      executed = together(executed, step.executed);
    }
  }

  /** The user's edit of the resource; undefined when it cannot be made now. */
  edit(cluster: number, index: number): Executed | undefined {
    const known = (this.#edits[index] ??= []);
    const edited = known[cluster];
    return (edited === undefined ? (known[cluster] = this.#edit(cluster, index) ?? null) : edited) ?? undefined;
  }

  #remembered(memo: PairMemo<Executed | null>, which: number, cluster: number, run: () => Executed | undefined): Executed | undefined {
    const known = memo.get(which, cluster);
    return (known === undefined ? memo.set(which, cluster, run() ?? null) : known) ?? undefined;
  }

  #edit(cluster: number, index: number): Executed | undefined {
    const resource = this.#sample(cluster);
    const edit = this.#setup.edits[index];
    if (resource === undefined || edit === undefined || resource.metadata.deletionTimestamp !== undefined) return undefined;
    const body = this.edited(resource, index);
    const executed = body && this.#server.execute(cluster, { method: "PUT", path: this.#samplePath(), body, agent: "user" }, maker.user, 0);
    return executed !== undefined && isAccepted(executed) ? executed : undefined;
  }

  /** Why the user's edit cannot be made of the resource as it is here. */
  refusal(cluster: number, index: number): string | undefined {
    const resource = this.#sample(cluster);
    const edit = this.#setup.edits[index];
    if (resource === undefined || edit === undefined) return undefined;
    if (edit.kind === "function") {
      const outcome = this.#process.evaluate(`edits/${edit.index}`, [resource]);
      if (outcome.kind === "threw") return outcome.message;
    }
    const body = this.edited(resource, index);
    const executed = body && this.#server.execute(cluster, { method: "PUT", path: this.#samplePath(), body, agent: "user" }, maker.user, 0);
    if (executed === undefined || isAccepted(executed) || executed.answer.kind === "lost") return undefined;
    const { message } = executed.answer.body as { readonly message?: string };
    return message ?? `status ${executed.answer.code}`;
  }

  /** The resource after an edit; undefined: the function of the user's has thrown. */
  edited(resource: JsonObject, index: number): JsonObject | undefined {
    const edit = this.#setup.edits[index];
    if (edit === undefined) return undefined;
    if (edit.kind === "value") return withValue(resource, edit.path, edit.value) as JsonObject;
    const outcome = this.#process.evaluate(`edits/${edit.index}`, [resource]);
    return outcome.kind === "threw" ? undefined : (outcome.args[0] as JsonObject);
  }

  delete(cluster: number): Executed | undefined {
    return this.#remembered(this.#deletions, 0, cluster, () => this.#delete(cluster));
  }

  #delete(cluster: number): Executed | undefined {
    const resource = this.#sample(cluster);
    if (resource === undefined || resource.metadata.deletionTimestamp !== undefined) return undefined;
    const executed = this.#server.execute(cluster, { method: "DELETE", path: this.#samplePath(), agent: "user" }, maker.user, 0);
    return isAccepted(executed) ? executed : undefined;
  }

  /** The user applies her manifest again, with the edits made so far. */
  createAgain(cluster: number, edits: number, graves: number): Executed | undefined {
    const which = graves * (this.#setup.edits.length + 1) + edits;
    return this.#remembered(this.#creations, which, cluster, () => this.#createAgain(cluster, edits, graves));
  }

  #createAgain(cluster: number, edits: number, graves: number): Executed | undefined {
    if (this.#sample(cluster) !== undefined) return undefined;
    let body: JsonObject | undefined = this.#setup.sample;
    for (let index = 0; index < edits && body !== undefined; index += 1) body = this.edited(body, index);
    if (body === undefined) return undefined;
    const path = this.#samplePath().replace(/\/[^/]+$/, "");
    const executed = this.#server.execute(cluster, { method: "POST", path, body, agent: "user" }, maker.user, graves);
    return isAccepted(executed) ? executed : undefined;
  }

  /** Objects that are terminating and carry a finalizer of somebody else. */
  releases(cluster: number): readonly Release[] {
    if (this.#foreign.size === 0) return none;
    const known = this.#releases.get(cluster);
    if (known !== undefined) return known;
    const content = this.#server.contents.clusterOf(cluster);
    const releases = content.resources.flatMap((resource) =>
      content.list(resource).flatMap((object) => this.#releasesOf(cluster, resource, object)),
    );
    this.#releases.set(cluster, releases);
    return releases;
  }

  #releasesOf(cluster: number, resource: string, object: StoredObject): readonly Release[] {
    if (object.metadata.deletionTimestamp === undefined) return [];
    const finalizer = object.metadata.finalizers?.find((each) => this.#foreign.has(each));
    const path = this.#pathOf(cluster, object);
    if (finalizer === undefined || path === undefined) return [];
    const finalizers = object.metadata.finalizers?.filter((each) => each !== finalizer) ?? [];
    const body = { ...object, metadata: { ...object.metadata, finalizers } };
    const executed = this.#server.execute(cluster, { method: "PUT", path, body }, maker.somebody, 0);
    return executed.cluster === cluster ? [] : [{ finalizer, object: { resource, key: keyOf(object) }, executed }];
  }

  /** Objects of the controller's that somebody else may delete. */
  deletions(cluster: number): readonly Deletion[] {
    const content = this.#server.contents.clusterOf(cluster);
    const { resource } = this.#kinds.resource.served;
    return content.resources.flatMap((name) =>
      content.list(name).flatMap((object): readonly Deletion[] => {
        if (name === resource || object.metadata.deletionTimestamp !== undefined || !this.#isOwned(object)) return [];
        const path = this.#pathOf(cluster, object);
        if (path === undefined) return [];
        const executed = this.#server.execute(cluster, { method: "DELETE", path }, maker.somebody, 0);
        return executed.cluster === cluster ? [] : [{ object: { resource: name, key: keyOf(object) }, executed }];
      }),
    );
  }

  #isOwned(object: StoredObject): boolean {
    const owner = controllerOf(object);
    const { apiVersion, kind } = this.#setup.resource;
    return owner !== undefined && owner.kind === kind && groupOf(owner.apiVersion) === groupOf(apiVersion);
  }

  #pathOf(cluster: number, { apiVersion, kind, metadata }: StoredObject): string | undefined {
    const served = this.#platform.served(this.#server.contents.clusterOf(cluster), { apiVersion, kind });
    return served && `${served.path(metadata.namespace)}/${metadata.name}`;
  }

  #sample(cluster: number): StoredObject | undefined {
    const { name, namespace } = this.#sampleName();
    return this.#server.contents.clusterOf(cluster).get(this.#kinds.resource.served.resource, this.#kinds.keyOf(namespace, name));
  }

  #samplePath(): string {
    const { name, namespace } = this.#sampleName();
    return `${this.#kinds.resource.served.path(namespace)}/${name}`;
  }

  #sampleName(): { readonly name: string; readonly namespace?: string } {
    return this.#setup.sample["metadata"] as { readonly name: string; readonly namespace?: string };
  }
}

export interface BuiltinStep {
  readonly controller: string;
  readonly request: ApiRequest;
  readonly executed: Executed;
}

export interface Release {
  readonly finalizer: string;
  readonly object: ObjectName;
  readonly executed: Executed;
}

export interface Deletion {
  readonly object: ObjectName;
  readonly executed: Executed;
}

const none: readonly never[] = [];
/** The garbage collector of the built-in controllers. */
export const collector = "generic-garbage-collector";

/** Whether a reader would take another decision after it: the steps of a roll-out in between are taken together with its last. */
function isTurn({ before, after }: ObjectChange): boolean {
  if (before === undefined || after === undefined || !workloads.has(after.kind)) return true;
  if (before.metadata.generation !== after.metadata.generation || before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp)
    return true;
  return isRolledOut(before) !== isRolledOut(after);
}

const workloads = new Set(["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController"]);

function isRolledOut({ metadata, ...rest }: StoredObject): boolean {
  const { spec = {}, status = {} } = rest as { readonly spec?: JsonObject; readonly status?: JsonObject };
  const wanted = spec["replicas"] ?? 1;
  const has = (field: string): boolean => status[field] === undefined || status[field] === wanted;
  const ready = status["availableReplicas"] ?? status["readyReplicas"] ?? 0;
  return (
    (status["observedGeneration"] ?? metadata.generation) === metadata.generation &&
    ready === wanted &&
    has("replicas") &&
    has("updatedReplicas")
  );
}

/** Steps of built-in controllers that may count as one. */
const mostTogether = 1000;

const together = (first: Executed, second: Executed): Executed => ({
  cluster: second.cluster,
  answer: second.answer,
  changes: joined(first.changes, second.changes),
  draws: first.draws || second.draws,
});

/** What two steps have changed together. */
function joined(first: readonly ObjectChange[], second: readonly ObjectChange[]): readonly ObjectChange[] {
  const all = new Map(first.map((change) => [`${change.resource} ${change.key}`, change]));
  for (const change of second) {
    const name = `${change.resource} ${change.key}`;
    const { before: _, ...later } = change;
    const earlier = all.get(name);
    all.set(name, earlier === undefined ? change : { ...later, ...(earlier.before ? { before: earlier.before } : {}) });
  }
  return [...all.values()];
}

export const isAccepted = ({ answer }: Executed): boolean => answer.kind === "answer" && answer.code < 400;

const finalizersOf = (object: JsonObject): readonly string[] => {
  const { finalizers } = (object["metadata"] ?? {}) as { readonly finalizers?: readonly string[] };
  return finalizers ?? [];
};

/** A copy with another value at a path; missing records are made. */
function withValue(json: Json | undefined, path: readonly (string | number)[], value: Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (typeof first === "number") {
    const list = json !== undefined && json !== null && typeof json === "object" && isArray(json) ? [...json] : [];
    list[first] = withValue(list[first], rest, value);
    return list;
  }
  const record = typeof json === "object" && json !== null && !Array.isArray(json) ? (json as JsonObject) : {};
  return { ...record, [first]: withValue(record[first], rest, value) };
}
