import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { StoredObject } from "../cluster/types.ts";
import { controllerOf } from "../world/kinds.ts";
import { keyOf } from "../world/past.ts";
import { textsIn } from "../world/minted.ts";
import { canonicalText, isArray } from "../world/text.ts";
import type { World } from "../world/world.ts";
import { statusAsCompared } from "./custom-status.ts";

/**
 * An object as it counts when the ends of two runs are compared: without uid, resourceVersion, generation and times; uids, generated names and random
 * values as symbols; of built-in kinds without status, of custom ones as `statusAsCompared` has it.
 */
export interface NormalObject {
  readonly resource: string;
  /** As it is in the cluster. */
  readonly key: string;
  /** Generated parts as `*`. */
  readonly name: string;
  readonly content: Json;
  readonly text: string;
  readonly object: StoredObject;
}

export interface NormalWorld {
  /** Sorted by resource, name and text. */
  readonly objects: readonly NormalObject[];
  readonly external: Json;
}

/** Everything that is compared of a cluster and the systems outside. */
export function normalWorld(world: World, cluster: number, external: number): NormalWorld {
  const content = world.contents.clusterOf(cluster);
  const all = content.resources.flatMap((resource) => content.list(resource).map((object) => ({ resource, object })));
  const state = world.externals.stateOf(external);
  const symbols = new Symbols(world, all, textsIn(state));
  const objects = all
    .filter(({ resource, object }) => !isDerivedObject(resource, object))
    .map(({ resource, object }) => normalObject(symbols, resource, object))
    .sort((a, b) => compare(a.resource, b.resource) || compare(a.name, b.name) || compare(a.text, b.text));
  return { objects, external: new Symbols(world, all).replace(state) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What built-in controllers make of other objects, and make anew: it tells of the past, and of what follows from its owner. */
export function isDerivedObject(resource: string, object: StoredObject): boolean {
  const owner = controllerOf(object)?.kind;
  switch (resource) {
    case "/events":
    case "events.k8s.io/events":
    case "/endpoints":
    case "discovery.k8s.io/endpointslices":
    case "apps/controllerrevisions":
      return true;
    case "apps/replicasets":
      return owner === "Deployment";
    case "/pods":
      return owner !== undefined && workloads.has(owner);
    case "batch/jobs":
      return owner === "CronJob";
    default:
      return false;
  }
}

const workloads = new Set(["ReplicaSet", "StatefulSet", "Job", "DaemonSet", "ReplicationController"]);

/** Replaces what differs from run to run by what it stands for. */
class Symbols {
  readonly #world: World;
  readonly #living = new Set<string>();
  readonly #generated: readonly (readonly [name: string, symbol: string])[];
  readonly #drawn: readonly string[];
  readonly #outside: ReadonlySet<string> | undefined;
  readonly #madeOf: readonly (readonly [text: string, uid: string])[];

  /** @param outside Everything that systems outside hold: what is among it of their ids is in use. Absent: ids stay. */
  constructor(world: World, all: readonly { readonly object: StoredObject }[], outside?: ReadonlySet<string>) {
    this.#world = world;
    this.#outside = outside;
    for (const { object } of all) this.#living.add(object.metadata.uid);
    this.#generated = all
      .flatMap(({ object: { metadata } }) =>
        typeof metadata["generateName"] === "string" ? [[metadata.name, `${metadata["generateName"]}*`] as const] : [],
      )
      .sort(([a], [b]) => b.length - a.length);
    this.#madeOf = [...world.strands.madeOf].sort(([a], [b]) => b.length - a.length);
    this.#drawn = [...world.strands.drawnTexts()].sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    let now = text;
    if (uidPattern.test(now)) now = now.replace(new RegExp(uidPattern, "g"), (uid) => this.#uid(uid));
    for (const [made, uid] of this.#madeOf) if (now.includes(made)) now = now.split(made).join(`<made of ${this.#uid(uid).slice(1)}`);
    if (hexPattern.test(now)) now = now.replace(new RegExp(hexPattern, "g"), (digits) => this.#partsOfUids(digits));
    for (const [name, symbol] of this.#generated) if (now.includes(name)) now = now.split(name).join(symbol);
    for (const drawn of this.#drawn) if (now.includes(drawn)) now = now.split(drawn).join("<random>");
    return timePattern.test(now) ? "<time>" : now;
  }

  /** Names are often made of a part of a uid: its first digits, its last group, or all without hyphens. @param text Groups of digits between hyphens. */
  #partsOfUids(text: string): string {
    const groups = text.split("-");
    for (let first = 0; first < groups.length; first += 1) {
      for (let last = groups.length; last > first; last -= 1) {
        const part = groups.slice(first, last).join("-");
        const uid = part.length < leastPart ? undefined : this.#world.uids.withPart(part);
        if (uid === undefined) continue;
        const symbol = `${this.#uid(uid).slice(0, -1)}, ${part.length} digits>`;
        const rest = groups.slice(last);
        return [...groups.slice(0, first), symbol, ...(rest.length > 0 ? [this.#partsOfUids(rest.join("-"))] : [])].join("-");
      }
    }
    return text;
  }

  /** A name may hold the uid of another object that was there before it. */
  #uid(uid: string): string {
    const name = this.#world.uids.nameOf(uid);
    if (name === undefined) return uid;
    return this.#living.has(uid) ? `<uid of ${this.text(name)}>` : `<uid of former ${this.text(name)}>`;
  }

  replace(json: Json, under?: string): Json {
    if (typeof json === "string") return this.#id(json, under) ?? this.text(json);
    if (typeof json === "number") return this.#id(json, under) ?? json;
    if (typeof json !== "object" || json === null) return json;
    if (isArray(json)) return json.map((each) => this.replace(each, under));
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [this.text(key), this.replace(value, key)]));
  }

  #id(value: string | number, under: string | undefined): string | undefined {
    return this.#outside && this.#world.externals.minted.symbolOf(value, under, this.#outside);
  }
}

const uidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/;
const hexPattern = /(?<![0-9a-z])[0-9a-f]+(?:-[0-9a-f]+)*(?![0-9a-z])/;
/** Fewer digits are no name, and may well be something else. */
const leastPart = 5;
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function normalObject(symbols: Symbols, resource: string, object: StoredObject): NormalObject {
  const { metadata: _metadata, status, ...rest } = object as JsonObject;
  const kept = symbols.replace({ ...inner(resource, rest), metadata: metadataOf(object), ...statusOf(object, status) });
  const content = resource === "/secrets" ? withReadable(symbols, kept as JsonObject) : kept;
  return { resource, key: keyOf(object), name: symbols.text(keyOf(object)), content, text: canonicalText(content), object };
}

function metadataOf({ metadata }: StoredObject): JsonObject {
  const {
    uid: _u,
    resourceVersion: _v,
    generation: _g,
    creationTimestamp: _c,
    managedFields: _m,
    selfLink: _s,
    deletionGracePeriodSeconds: _d,
    ...kept
  } = metadata as JsonObject;
  const { annotations, deletionTimestamp, ...rest } = kept;
  const lasting = Object.entries((annotations ?? {}) as JsonObject).filter(
    ([name]) => name !== "deployment.kubernetes.io/revision" && !name.startsWith("pv.kubernetes.io/"),
  );
  return {
    ...rest,
    ...(lasting.length > 0 ? { annotations: Object.fromEntries(lasting) } : {}),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp: "<time>" }),
  };
}

/** Without what the server allots. */
function inner(resource: string, rest: JsonObject): JsonObject {
  const spec = rest["spec"] as JsonObject | undefined;
  if (spec === undefined) return rest;
  if (resource === "/services") {
    const { clusterIP, clusterIPs: _, ...kept } = spec;
    const ports = (spec["ports"] as readonly JsonObject[] | undefined)?.map(({ nodePort: _n, ...port }) => port);
    return { ...rest, spec: { ...kept, clusterIP: clusterIP === "None" ? "None" : "<address>", ...(ports ? { ports } : {}) } };
  }
  if (resource === "/persistentvolumeclaims") {
    const { volumeName: _, ...kept } = spec;
    return { ...rest, spec: kept };
  }
  if (resource === "/pods") {
    const { nodeName: _, ...kept } = spec;
    return { ...rest, spec: kept };
  }
  return rest;
}

/** The status of custom kinds is the controller's own. */
function statusOf({ apiVersion, metadata }: StoredObject, status: Json | undefined): JsonObject {
  if (status === undefined || !isCustom(apiVersion)) return {};
  const kept = statusAsCompared(status, metadata.generation ?? 0);
  return kept === undefined ? {} : { status: kept };
}

/** Groups of built-in kinds have no dot, or end in `k8s.io`. */
export const isCustom = (apiVersion: string): boolean => {
  const [group = "", version] = apiVersion.split("/");
  return version !== undefined && !/^(apps|batch|autoscaling|policy|extensions|events)$/.test(group) && !group.endsWith(".k8s.io");
};

/** Data of Secrets as text, where it is one. */
function withReadable(symbols: Symbols, secret: JsonObject): JsonObject {
  const data = secret["data"];
  if (typeof data !== "object" || data === null || isArray(data)) return secret;
  const readable = Object.entries(data).map(([name, value]) => [name, typeof value === "string" ? symbols.text(decoded(value)) : value]);
  return { ...secret, data: Object.fromEntries(readable) as JsonObject };
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The text that base64 stands for; the base64 itself if that is not printable ASCII. */
function decoded(base64: string): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const digit of base64.replace(/=+$/, "")) {
    held = (held << 6) | digits.indexOf(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      text += String.fromCharCode((held >> bits) & 255);
    }
    held &= (1 << bits) - 1;
  }
  return /^[\t\n\r\x20-\x7e]*$/.test(text) ? text : base64;
}
