import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { ApiRequest, Cluster, OwnerReference, StoredObject } from "../cluster/types.ts";
import { textHash } from "./text.ts";

/** Who made an object. Numbers from `firstKey` on: a reconcile of the key with this number less `firstKey`, or somebody on its behalf. */
export const maker = { world: 0, user: 1, somebody: 2, firstKey: 3 } as const;

/**
 * Uids by where they come from: which object, made by whom, for which time. Two runs in which the same is made get the same uid; what was deleted and is made
 * again gets another one as long as anybody may still know the first.
 */
export class Uids {
  readonly #makers = new Map<string, number>();
  readonly #names = new Map<string, string>();
  /** In the order in which they were given: as they are, and without hyphens. */
  readonly #given: { readonly uid: string; readonly digits: string }[] = [];
  readonly #parts = new Map<string, { whole: Looked; digits: Looked }>();

  text(resource: string, key: string, by: number, time: number): string {
    const source = `${by}|${resource}|${key}|${time}`;
    const digits = hex(textHash(source)) + hex(textHash(`${source}|uid`)) + hex(textHash(`${source}|object`));
    const uid = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
    if (!this.#makers.has(uid)) this.#given.push({ uid, digits: uid.replaceAll("-", "") });
    this.#makers.set(uid, by);
    this.#names.set(uid, `${resource} ${key}`);
    return uid;
  }

  /** Objects with other uids were there before. */
  makerOf(uid: string): number {
    return this.#makers.get(uid) ?? maker.world;
  }

  /** Which object it was given to: resource and key; undefined: not one of ours. */
  nameOf(uid: string): string | undefined {
    return this.#names.get(uid);
  }

  /** A uid that these digits are a part of, with its hyphens or without any. */
  withPart(part: string): string | undefined {
    const known = this.#parts.get(part) ?? { whole: unlooked, digits: unlooked };
    const whole = this.#look(known.whole, ({ uid }) => uid.includes(part));
    const digits = part.includes("-") ? unlooked : this.#look(known.digits, (given) => given.digits.includes(part));
    if (this.#parts.size < mostParts) this.#parts.set(part, { whole, digits });
    return whole.found ?? digits.found;
  }

  /** Goes on where the last look ended. */
  #look({ found, among }: Looked, fits: (given: { readonly uid: string; readonly digits: string }) => boolean): Looked {
    if (found !== undefined) return { found, among };
    for (let at = among; at < this.#given.length; at += 1) {
      const given = this.#given[at];
      if (given && fits(given)) return { found: given.uid, among: at + 1 };
    }
    return { found, among: this.#given.length };
  }

  /** On whose behalf a built-in controller makes what it asks for. */
  behalf(cluster: Cluster, request: ApiRequest): number {
    const body = request.body;
    if (typeof body !== "object" || body === null || Array.isArray(body)) return maker.world;
    const owner = ownerOf(cluster, body as JsonObject, /\/namespaces\/([^/]+)/.exec(request.path)?.[1]);
    return owner === undefined ? maker.world : this.makerOf(owner);
  }
}

/** The first uid that fits, among so many of the first. */
interface Looked {
  readonly found: string | undefined;
  readonly among: number;
}

const unlooked: Looked = { found: undefined, among: 0 };
const mostParts = 100_000;

/** Uid of what this object is made for. */
function ownerOf(cluster: Cluster, body: JsonObject, namespace: string | undefined): string | undefined {
  const metadata = (body["metadata"] ?? {}) as JsonObject;
  const owners = (metadata["ownerReferences"] ?? []) as readonly OwnerReference[];
  if (owners.length > 0) return (owners.find((owner) => owner.controller === true) ?? owners[0])?.uid;
  const named = (resource: string, fits: (object: StoredObject) => boolean): string | undefined =>
    cluster.list(resource).find((object) => object.metadata.namespace === namespace && fits(object))?.metadata.uid;
  const name = text(metadata["name"]);
  // A claim carries no reference to the StatefulSet whose template it comes from: its name ends in the name of the set and a number.
  if (body["kind"] === "PersistentVolumeClaim") return named("apps/statefulsets", (set) => claimOf(name, set.metadata.name));
  if (body["kind"] === "Endpoints" || body["kind"] === "EndpointSlice")
    return named("/services", (service) => service.metadata.name === name);
  return undefined;
}

const claimOf = (claim: string, set: string): boolean => claim.replace(/-\d+$/, "").endsWith(`-${set}`) && /-\d+$/.test(claim);
const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const hex = (number: number): string => number.toString(16).padStart(13, "0");
