import type { Json } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Cluster, OwnerReference, StoredObject } from "../cluster/types.ts";
import type { KindName } from "../payload.ts";
import type { CallAnswer, PendingCall, Process } from "../process/types.ts";
import type { Complaints } from "./complaints.ts";
import type { Platform, Served } from "./platform.ts";
import type { Setup } from "./setup.ts";

/** A kind whose events the controller gets. */
export interface WatchedKind {
  readonly name: KindName;
  readonly served: Served;
  /** `cached`: it is read from a cache, its events start nothing. */
  readonly role: "resource" | "owned" | "watched" | "cached";
  /** Of `Setup.watches`. */
  readonly index: number;
}

/** The kinds that matter to the controller, the resource's own first. */
export class Kinds {
  readonly resource: WatchedKind;
  readonly watched: readonly WatchedKind[];
  readonly #setup: Setup;
  readonly #process: Process;
  readonly #complaints: Complaints;

  /** @param complaints Told of what the definition's functions do wrong. @throws {UnknownKind} */
  constructor(setup: Setup, platform: Platform, cluster: Cluster, process: Process, complaints: Complaints) {
    const find = (name: KindName, role: WatchedKind["role"], index: number): WatchedKind => {
      const served = platform.served(cluster, name);
      if (served === undefined) throw new UnknownKind(name);
      return { name, served, role, index };
    };
    this.#setup = setup;
    this.#process = process;
    this.#complaints = complaints;
    this.resource = find(setup.resource, "resource", 0);
    const owned = setup.owns.map((name, index) => find(name, "owned", index));
    const watched = setup.watches.map((name, index) => find(name, "watched", index));
    const cached = (setup.caches ?? []).map((name, index) => find(name, "cached", index));
    this.watched = [this.resource, ...owned, ...watched, ...cached];
  }

  /** Keys of the resource that this object concerns through ownership and watches. */
  concerned(resource: string, object: StoredObject): readonly string[] {
    return this.watched.flatMap((kind) => {
      if (kind.served.resource !== resource || kind.role === "resource" || kind.role === "cached") return [];
      return kind.role === "owned" ? this.#ownerKey(object) : this.#requested(kind.index, object);
    });
  }

  /** Number of the watched kind that a call reads; -1: none. */
  readBy(call: PendingCall): number {
    if (call.target.kind !== "api") return -1;
    const resource = resourceOfPath(call.target.request.path);
    return this.watched.findIndex(({ served }) => served.resource === resource);
  }

  /** Whether a path is one of the group of the resource, of which there are no definitions. */
  isOfGroup(path: string): boolean {
    const { resource, definitions } = this.#setup;
    return definitions.length === 0 && path.startsWith(`/apis/${groupOf(resource.apiVersion)}/`);
  }

  /** A plural that the cluster does not serve is most often the right one, and the guess is wrong: it is told, as code may take the answer for "there is none". */
  asked(path: string, answer: CallAnswer, at: SourceSpan | undefined): void {
    if (answer.kind !== "answer" || answer.code !== 404 || typeof answer.body !== "string") return;
    const [group, plural] = resourceOfPath(path).split("/");
    const guess = this.resource.served.resource.split("/")[1];
    const { kind } = this.resource.name;
    const message = `\`${plural}\` of ${group} is asked for, which the cluster does not serve: ${kind}, which has no definition, is taken to be \`${guess}\`; a definition (\`@crd\`) says what it is`;
    this.#complaints.note(`${group}/${plural}`, message, at);
  }

  #ownerKey(object: StoredObject): readonly string[] {
    const owner = controllerOf(object);
    if (owner === undefined || owner.kind !== this.#setup.resource.kind) return [];
    if (groupOf(owner.apiVersion) !== groupOf(this.#setup.resource.apiVersion)) return [];
    return [this.keyOf(object.metadata.namespace, owner.name)];
  }

  keyOf(namespace: string | undefined, name: string): string {
    return this.resource.served.isNamespaced ? `${namespace ?? ""}/${name}` : `/${name}`;
  }

  #requested(index: number, object: StoredObject): readonly string[] {
    const answer = this.#process.evaluate(`watches/${index}`, [object]);
    const name = `watches[${index}].requests`;
    const what = `the event of ${object.kind} ${object.metadata.name} concerns nobody`;
    if (answer.kind === "threw") {
      this.#complaints.threw(name, answer, what);
      return [];
    }
    const requests = Array.isArray(answer.value) ? (answer.value as readonly Json[]) : [null];
    return requests.flatMap((request) => {
      const { namespace, name: asked } = (request ?? {}) as { readonly namespace?: string; readonly name?: string };
      if (typeof asked === "string") return [this.keyOf(namespace, asked)];
      this.#complaints.note(name, `\`${name}\` must answer a list of requests, each with a \`name\`: ${what}`);
      return [];
    });
  }
}

/** A kind that the cluster does not serve. */
export class UnknownKind extends Error {
  override readonly name = "UnknownKind";

  constructor({ apiVersion, kind }: KindName) {
    super(`the cluster serves no kind ${kind} of ${apiVersion}`);
  }
}

export const controllerOf = (object: StoredObject): OwnerReference | undefined =>
  object.metadata.ownerReferences?.find((owner) => owner.controller === true);

/** `apps/v1` → `apps`; `v1` → "". */
export const groupOf = (apiVersion: string): string => (apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "");

/** Is this object of a kind that the user has named? */
export const isOneOf = (kinds: readonly KindName[], object: StoredObject): boolean =>
  kinds.some(({ apiVersion, kind }) => kind === object.kind && (apiVersion === "" || groupOf(apiVersion) === groupOf(object.apiVersion)));

/** `/apis/apps/v1/namespaces/shop/deployments/web` → `apps/deployments`. */
export function resourceOfPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  const group = parts[0] === "api" ? "" : (parts[1] ?? "");
  const rest = parts.slice(parts[0] === "api" ? 2 : 3);
  const isInside = rest[0] === "namespaces" && rest.length > 2 && !(rest.length === 3 && (rest[2] === "status" || rest[2] === "finalize"));
  return `${group}/${(isInside ? rest[2] : rest[0]) ?? ""}`;
}

/** `/apis/apps/v1/namespaces/shop/deployments/web/status` → `shop/web`; of a cluster-wide object `/web`. */
export function keyOfPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  const rest = parts.slice(parts[0] === "api" ? 2 : 3);
  const isInside = rest[0] === "namespaces" && rest.length > 3;
  return isInside ? `${rest[1]}/${rest[3] ?? ""}` : `/${rest[1] ?? ""}`;
}
