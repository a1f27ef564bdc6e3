import type { Json, JsonObject } from "../../protocol/json.ts";
import { cleanBody, isList, isObjectBody, textOf } from "./clean.ts";
import type { RawAnswer, RecordedRequest } from "./sequence.ts";

export interface Answered {
  readonly req: RecordedRequest;
  readonly raw: RawAnswer;
}

/**
 * The answers of a sequence in the form of the recordings: what differs from run to run (versions, uids, generated names, addresses, times)
 * becomes symbols in the order of appearance.
 *
 * @param namespace The name that stood for `{{ns}}`; it must occur nowhere else.
 * @param isTracked Keep managedFields.
 */
export function normalise(namespace: string, isTracked: boolean, steps: readonly Answered[]): readonly JsonObject[] {
  const cleaned = steps.map(({ req, raw }) => clean(req, raw, namespace, isTracked));
  const versions = objectVersions(cleaned);
  const ranked = cleaned.map((answer) => rankVersions(answer, versions));
  const symbols = new Symbols(steps);
  return ranked.map((answer) => shown(answer, symbols));
}

interface Clean {
  readonly code: number;
  readonly json?: Json;
  readonly text?: string;
  readonly events?: readonly { readonly type: string; readonly object: JsonObject }[];
}

function clean(req: RecordedRequest, raw: RawAnswer, namespace: string, isTracked: boolean): Clean {
  const swap = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(namespace, "NS")) as T;
  if (raw.events !== undefined) {
    const events = swap(raw.events).map(({ type, object }) => ({ type, object: cleanBody(object, isTracked) as JsonObject }));
    return { code: raw.code, events: req.initial === true ? events.toSorted(byName) : events };
  }
  if (raw.json !== undefined) return { code: raw.code, json: cleanBody(swap(raw.json), isTracked) };
  return { code: raw.code, text: (raw.text ?? "").replaceAll(namespace, "NS") };
}

const metadataOf = (object: JsonObject): JsonObject => (object["metadata"] ?? {}) as JsonObject;

function byName(a: { readonly object: JsonObject }, b: { readonly object: JsonObject }): number {
  const key = ({ object }: { readonly object: JsonObject }) =>
    `${textOf(metadataOf(object)["namespace"])}/${textOf(metadataOf(object)["name"])}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

/** The versions of all objects shown, ascending. */
function objectVersions(answers: readonly Clean[]): readonly bigint[] {
  const versions = new Set(answers.flatMap(objectsIn).map((object) => textOf(metadataOf(object)["resourceVersion"])));
  return [...versions]
    .filter((version) => /^\d+$/.test(version))
    .map(BigInt)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function objectsIn({ json, events }: Clean): readonly JsonObject[] {
  if (events !== undefined) return events.map(({ object }) => object).filter(isObjectBody);
  if (isList(json)) return json["items"] as readonly JsonObject[];
  return isObjectBody(json) ? [json] : [];
}

/** The k-th smallest version becomes `Rk`; of a list, the last that is not greater than its own. */
function rankVersions(answer: Clean, versions: readonly bigint[]): Clean {
  const ofObject = (object: JsonObject): JsonObject => {
    const version = metadataOf(object)["resourceVersion"];
    const rank = typeof version === "string" && /^\d+$/.test(version) ? versions.indexOf(BigInt(version)) : -1;
    return rank < 0 ? object : { ...object, metadata: { ...metadataOf(object), resourceVersion: `R${rank + 1}` } };
  };
  if (answer.events !== undefined) {
    return {
      ...answer,
      events: answer.events.map(({ type, object }) => ({ type, object: isObjectBody(object) ? ofObject(object) : object })),
    };
  }
  if (isList(answer.json)) {
    const items = (answer.json["items"] as readonly JsonObject[]).map(ofObject);
    return { ...answer, json: { ...answer.json, items, metadata: listMetadata(metadataOf(answer.json), versions) } };
  }
  return isObjectBody(answer.json) ? { ...answer, json: ofObject(answer.json) } : answer;
}

function listMetadata(metadata: JsonObject, versions: readonly bigint[]): JsonObject {
  const { resourceVersion: version, continue: token } = metadata;
  const isNumber = typeof version === "string" && /^\d+$/.test(version);
  return {
    ...metadata,
    ...(isNumber ? { resourceVersion: `R${versions.filter((known) => known <= BigInt(version)).length}` } : {}),
    ...(token === undefined || token === "" ? {} : { continue: "CONTINUE" }),
  };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Symbols for what is drawn, given out in order of appearance. */
class Symbols {
  readonly #names: readonly (readonly [name: string, symbol: string])[];
  readonly #uids = new Map<string, string>();
  readonly #addresses = new Map<string, string>();
  readonly #ports = new Map<number, string>();
  readonly #requests: string;

  constructor(steps: readonly Answered[]) {
    this.#names = generatedNames(steps);
    this.#requests = JSON.stringify(steps.map(({ req }) => req));
  }

  /** Fixed uids of the requests stay. */
  text(text: string): string {
    const named = this.#names.reduce((result, [name, symbol]) => result.replaceAll(name, symbol), text);
    return named.replace(uuid, (uid) => (uid.startsWith("00000000-") ? uid : symbolFor(this.#uids, uid, "U")));
  }

  address(value: Json): Json {
    if (typeof value !== "string" || !/^\d+\.\d+\.\d+\.\d+$/.test(value) || this.#requests.includes(`"${value}"`)) return value;
    return symbolFor(this.#addresses, value, "IP");
  }

  port(value: Json): Json {
    if (typeof value !== "number" || value === 0 || this.#requests.includes(`"nodePort":${value}`)) return value;
    return symbolFor(this.#ports, value, "NP");
  }
}

function symbolFor<Key>(known: Map<Key, string>, key: Key, prefix: string): string {
  const symbol = known.get(key) ?? `${prefix}${known.size + 1}`;
  known.set(key, symbol);
  return symbol;
}

function generatedNames(steps: readonly Answered[]): readonly (readonly [string, string])[] {
  const names = new Map<string, string>();
  for (const { req, raw } of steps) {
    const wanted = metadataOf((req.body ?? {}) as JsonObject);
    const prefix = wanted["generateName"];
    const body = (raw.json ?? {}) as JsonObject;
    // A create that was turned down shows the generated name in its details.
    const name = metadataOf(body)["name"] ?? ((body["details"] ?? {}) as JsonObject)["name"];
    if (req.method !== "POST" || typeof prefix !== "string" || typeof name !== "string" || wanted["name"] !== undefined) continue;
    if (name.startsWith(prefix.slice(0, 58)) && !names.has(name)) names.set(name, `${name.slice(0, -5)}{G${names.size + 1}}`);
  }
  return [...names];
}

function shown(answer: Clean, symbols: Symbols): JsonObject {
  const { code, json, events } = answer;
  if (events !== undefined) {
    const told = events.map(({ type, object }) =>
      type === "ERROR" ? { type, code: object["code"] ?? null, ...failure(object, symbols) } : { type, object: walk(object, "", symbols) },
    );
    return { code, events: told };
  }
  if (json === undefined) return { code, text: (answer.text ?? "").slice(0, 200) };
  const body = json as JsonObject;
  return body["kind"] === "Status" && body["status"] === "Failure"
    ? { code, ...failure(body, symbols) }
    : { code, body: walk(json, "", symbols) };
}

function walk(value: Json, name: string, symbols: Symbols): Json {
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item) => (name === "clusterIPs" ? symbols.address(item) : walk(item, "", symbols)));
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value).filter((key) => key !== "managedFields");
    // Last: its keys hold uids that ownerReferences show in a defined order.
    if ("managedFields" in value) keys.push("managedFields");
    const members = keys.map(
      (key) => [key.length > 4 ? symbols.text(key) : key, walk((value as JsonObject)[key] as Json, key, symbols)] as const,
    );
    return Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
  if (name === "clusterIP") return symbols.address(value);
  if (name === "nodePort") return symbols.port(value);
  return typeof value === "string" ? symbols.text(value) : value;
}

function failure(status: JsonObject, symbols: Symbols): JsonObject {
  const details = (status["details"] ?? {}) as JsonObject;
  const subject: Record<string, Json> = {};
  for (const field of ["group", "kind", "name", "uid"]) {
    const value = details[field];
    if (typeof value === "string" && value !== "") subject[field] = symbols.text(value);
  }
  const causes = (details["causes"] as readonly JsonObject[] | undefined)
    ?.map((cause) => ({ field: symbols.text(textOf(cause["field"])), reason: textOf(cause["reason"]) }))
    .toSorted((a, b) => (`${a.field}|${a.reason}` < `${b.field}|${b.reason}` ? -1 : 1));
  return {
    reason: status["reason"] ?? "",
    ...(Object.keys(subject).length === 0 ? {} : { details: subject }),
    ...(causes === undefined ? {} : { causes }),
    ...(status["message"] === undefined ? {} : { msg: status["message"] }),
  };
}

/** As text, for comparison: messages are for people. */
export const comparable = (answer: Json): string => JSON.stringify(answer, (name, value: Json) => (name === "msg" ? undefined : value));
