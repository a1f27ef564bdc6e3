import type { JsonObject } from "../../../protocol/json.ts";
import { forbiddenValue, notSupported } from "./causes.ts";
import { decodeContinue, encodeContinue } from "./continue-token.ts";
import { optionsAfter, removeObject, requestedOptions } from "./delete.ts";
import { answered, type Call, queryOf, served, storedAt } from "./request.ts";
import { apiVersionOf, storageName } from "./resources.ts";
import { readSelection, type Selection } from "./selection.ts";
import { badRequest, expired, invalid, notFound, Refusal, tooLarge, unknownError } from "./status.ts";
import type { ClusterChange, Handled, StoredObject } from "./types.ts";

/** `GET` of an object. */
export function get(call: Call): Handled | Refusal {
  const refused = checkVersion(call);
  if (refused !== undefined) return refused;
  const object = storedAt(call);
  return object === undefined ? notFound(call.resource, call.name) : answered(call.cluster, 200, object);
}

/** `GET` of a collection. */
export function list(call: Call): Handled | Refusal {
  const page = readPage(call);
  return page instanceof Refusal ? page : answered(call.cluster, 200, listBody(call, page));
}

/** `DELETE` of a collection: every object that a list would show, each with the same options. */
export function removeCollection(call: Call): Handled | Refusal {
  const page = readPage(call);
  if (page instanceof Refusal) return page;
  const requested = requestedOptions(call);
  if (requested instanceof Refusal) return requested;
  let options = requested;
  let cluster = call.cluster;
  const changes: ClusterChange[] = [];
  for (const object of page.items) {
    const { name, namespace = "" } = object.metadata;
    const done = removeObject({ ...call, cluster, name, namespace }, options);
    options = optionsAfter(call, object, options);
    if (done instanceof Refusal) {
      if (done.code === 404) continue;
      return done;
    }
    cluster = done.cluster;
    changes.push(...done.changes);
  }
  return answered(cluster, 200, listBody(call, page), changes);
}

interface Page {
  readonly items: readonly StoredObject[];
  readonly version: string;
  readonly next?: string;
  /** Objects after this page, where that is known. */
  readonly remaining?: number;
}

/** Reads a list's parameters and finds what it shows. */
function readPage(call: Call): Page | Refusal {
  const { resource, request } = call;
  const limitText = queryOf(call, "limit");
  if (limitText !== "" && !/^-?\d+$/.test(limitText))
    return badRequest(`strconv.ParseInt: parsing ${JSON.stringify(limitText)}: invalid syntax`);
  const match = checkVersionMatch(call);
  if (match !== undefined) return match;
  const selection = readSelection(resource, request.query ?? {});
  if (selection instanceof Refusal) return selection;
  const refused = checkVersion(call);
  if (refused !== undefined) return refused;
  const start = startOf(call, Number(limitText));
  if (start instanceof Refusal) return start;
  const page = pageFrom(call, selection, start, Number(limitText));
  // One object is read by its key, which is told under the present version.
  return selection.name === undefined ? page : { ...page, version: call.environment.mint.listVersion() };
}

/** The content a list is taken from, and after which key it begins. */
interface Start {
  readonly objects: readonly StoredObject[];
  readonly version: string;
  readonly after: string;
}

/** In a token, in place of a version: go on in the content as it is then. */
const latest = "-1";

const continueExpired =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

function startOf(call: Call, limit: number): Start | Refusal {
  const { environment, resource } = call;
  const token = queryOf(call, "continue");
  const version = queryOf(call, "resourceVersion");
  if (token !== "") {
    const place = decodeContinue(token);
    if (place === undefined) return badRequest("invalid continue token: continue key is not valid");
    if (version !== "" && version !== "0") return badRequest("specifying resource version is not allowed when using continue");
    if (place.version === latest)
      return { objects: call.cluster.list(storageName(resource)), version: environment.mint.listVersion(), after: place.after };
    const old = environment.at?.(place.version);
    if (old === undefined) return expired(continueExpired, encodeContinue({ version: latest, after: place.after }));
    return { objects: old.list(storageName(resource)), version: place.version, after: place.after };
  }
  const isExact = queryOf(call, "resourceVersionMatch") === "Exact" || (limit > 0 && queryOf(call, "resourceVersionMatch") === "");
  if (version !== "" && version !== "0" && isExact) {
    const old = environment.at?.(version);
    if (old === undefined) return expired(`The resourceVersion for the provided list is too old: ${version}`);
    return { objects: old.list(storageName(resource)), version, after: "" };
  }
  return { objects: call.cluster.list(storageName(resource)), version: environment.mint.listVersion(), after: "" };
}

/** A page of at most `limit` objects that match; 0: all. Objects of the cluster are in the order of their keys. */
function pageFrom(call: Call, selection: Selection, { objects, version, after }: Start, limit: number): Page {
  const inScope = objects
    .filter((object) => call.namespace === "" || object.metadata.namespace === call.namespace)
    .map((object) => served(call.resource, object));
  const rest = after === "" ? inScope : inScope.filter((object) => keyIn(call, object) > after);
  // One object has no second page.
  if (limit <= 0 || selection.name !== undefined) return { items: rest.filter((object) => selection.matches(object)), version };
  const items: StoredObject[] = [];
  let seen = 0;
  for (; seen < rest.length && items.length < limit; seen++) {
    const object = rest[seen] as StoredObject;
    if (selection.matches(object)) items.push(object);
  }
  if (seen === rest.length) return { items, version };
  const next = encodeContinue({ version, after: keyIn(call, rest[seen - 1] as StoredObject) });
  return { items, version, next, ...(selection.isPartial ? {} : { remaining: rest.length - seen }) };
}

const keyIn = (call: Call, { metadata }: StoredObject): string =>
  call.namespace !== "" || metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;

function listBody(call: Call, { items, version, next, remaining }: Page): JsonObject {
  const { resource } = call;
  const metadata = {
    resourceVersion: version,
    // Lists of custom resources say so too when there is no further page.
    ...(next === undefined && !resource.isCustom ? {} : { continue: next ?? "" }),
    ...(remaining === undefined ? {} : { remainingItemCount: remaining }),
  };
  const shown = resource.isCustom ? items : items.map(withoutType);
  return { kind: resource.listKind ?? `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items: shown };
}

const untyped = new WeakMap<StoredObject, JsonObject>();

/** Items of lists of built-in kinds carry no kind of their own. The same object for the same object. */
function withoutType(object: StoredObject): JsonObject {
  const known = untyped.get(object);
  if (known !== undefined) return known;
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  const bare = Object.freeze(rest) as JsonObject;
  untyped.set(object, bare);
  return bare;
}

/** The `resourceVersion` of a read: a number, and not of the future. */
function checkVersion(call: Call): Refusal | undefined {
  const version = queryOf(call, "resourceVersion");
  if (version === "" || version === "0" || version === call.environment.mint.listVersion()) return undefined;
  const current = call.environment.mint.listVersion();
  if (!/^\d+$/.test(current)) return undefined;
  if (!/^\d+$/.test(version)) {
    return unknownError(
      `resourceVersion: Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`,
    );
  }
  return BigInt(version) > BigInt(current) ? tooLarge(version, current) : undefined;
}

function checkVersionMatch(call: Call): Refusal | undefined {
  const match = queryOf(call, "resourceVersionMatch");
  if (match === "") return undefined;
  const version = queryOf(call, "resourceVersion");
  const why = "resourceVersionMatch is forbidden";
  const cause = (detail: string) => [forbiddenValue("resourceVersionMatch", detail)];
  const causes = [
    ...(queryOf(call, "watch") !== "" ? cause(`${why} for watch`) : []),
    ...(version === "" ? cause(`${why} unless resourceVersion is provided`) : []),
    ...(queryOf(call, "continue") !== "" ? cause(`${why} when continue is provided`) : []),
    ...(match === "Exact" || match === "NotOlderThan" ? [] : [notSupported("resourceVersionMatch", match, ["Exact", "NotOlderThan", ""])]),
    ...(match === "Exact" && version === "0" ? cause(`${why} "Exact" for resourceVersion "0"`) : []),
  ];
  return causes.length === 0 ? undefined : invalid("meta.k8s.io", "ListOptions", "", causes);
}
