import type { Json, JsonObject } from "../../../protocol/json.ts";
import { type Cause, forbiddenValue, invalidValue, notSupported, required } from "./causes.ts";
import { isObject } from "./metadata.ts";
import { badRequest, invalid, Refusal, unknownError } from "./status.ts";
import type { ApiRequest } from "./types.ts";

/** `CreateOptions`, `UpdateOptions` and `PatchOptions` as far as they are the same. */
export interface WriteOptions {
  readonly isDryRun: boolean;
}

export interface DeleteOptions extends WriteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly orphanDependents?: boolean;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

const metaGroup = "meta.k8s.io";

/** @param kind Of the options object, as errors name it: `CreateOptions`. */
export function writeOptions(request: ApiRequest, kind: "CreateOptions" | "UpdateOptions"): WriteOptions | Refusal {
  const dryRun = listOf(request.query?.["dryRun"]);
  const causes = [...dryRunCauses(dryRun), ...managerCauses(request.query?.["fieldManager"])];
  return causes.length > 0 ? invalid(metaGroup, kind, "", causes) : { isDryRun: dryRun.includes("All") };
}

export function patchOptions(request: ApiRequest, isApply: boolean): (WriteOptions & { readonly force: boolean }) | Refusal {
  const dryRun = listOf(request.query?.["dryRun"]);
  const force = request.query?.["force"];
  const manager = request.query?.["fieldManager"];
  const causes = [
    ...(isApply && (manager === undefined || manager === "") ? [required("fieldManager", "is required for apply patch")] : []),
    ...(!isApply && force !== undefined ? [forbiddenValue("force", "may not be specified for non-apply patch")] : []),
    ...managerCauses(manager),
    ...dryRunCauses(dryRun),
  ];
  return causes.length > 0 ? invalid(metaGroup, "PatchOptions", "", causes) : { isDryRun: dryRun.includes("All"), force: isTrue(force) };
}

/** From the body if there is one, else from the query. */
export function deleteOptions(request: ApiRequest, body: Json | undefined): DeleteOptions | Refusal {
  const raw = body === undefined ? optionsOfQuery(request) : optionsOfBody(body);
  if (raw instanceof Refusal) return raw;
  const policy = raw["propagationPolicy"];
  const dryRun = raw["dryRun"] as readonly string[] | undefined;
  const causes = [
    ...(policy !== undefined && raw["orphanDependents"] !== undefined
      ? [invalidValue("propagationPolicy", policy, "orphanDependents and deletionPropagation cannot be both set")]
      : []),
    ...(policy === undefined || policies.has(policy as string) ? [] : [notSupported("propagationPolicy", policy, [...policies])]),
    ...dryRunCauses(dryRun ?? []),
  ];
  if (causes.length > 0) return invalid(metaGroup, "DeleteOptions", "", causes);
  const preconditions = raw["preconditions"];
  return {
    ...pick(raw, "gracePeriodSeconds"),
    ...pick(raw, "propagationPolicy"),
    ...pick(raw, "orphanDependents"),
    ...(isObject(preconditions) ? { ...pick(preconditions, "uid"), ...pick(preconditions, "resourceVersion") } : {}),
    isDryRun: (dryRun ?? []).includes("All"),
  };
}

const policies = new Set(["Background", "Foreground", "Orphan"]);

const pick = (object: JsonObject, name: string): Record<string, never> =>
  object[name] === undefined ? {} : ({ [name]: object[name] } as Record<string, never>);

/** A body that does not fit is answered with 500, as the real server does. */
function optionsOfBody(body: Json): JsonObject | Refusal {
  if (!isObject(body)) return unknownError("couldn't get version/kind; json parse error");
  const kind = body["kind"];
  if (kind !== undefined && kind !== "DeleteOptions")
    return unknownError(`decoded object cannot be converted to DeleteOptions: ${JSON.stringify(kind)}`);
  const wrong = Object.entries(optionTypes).find(([name, fits]) => body[name] !== undefined && body[name] !== null && !fits(body[name]));
  if (wrong !== undefined) return unknownError(`v1.DeleteOptions: the value of ${wrong[0]} has the wrong type`);
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

const isText = (value: Json | undefined): boolean => typeof value === "string";

const optionTypes: Readonly<Record<string, (value: Json | undefined) => boolean>> = {
  gracePeriodSeconds: (value) => Number.isInteger(value),
  propagationPolicy: isText,
  orphanDependents: (value) => typeof value === "boolean",
  dryRun: (value) => Array.isArray(value) && value.every(isText),
  preconditions: (value) => isObject(value) && ["uid", "resourceVersion"].every((name) => value[name] === undefined || isText(value[name])),
};

function optionsOfQuery(request: ApiRequest): JsonObject | Refusal {
  const query = request.query ?? {};
  const grace = query["gracePeriodSeconds"];
  if (grace !== undefined && !/^-?\d+$/.test(grace))
    return badRequest(`strconv.ParseInt: parsing ${JSON.stringify(grace)}: invalid syntax`);
  return {
    ...(grace === undefined ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(query["propagationPolicy"] === undefined ? {} : { propagationPolicy: query["propagationPolicy"] }),
    ...(query["orphanDependents"] === undefined ? {} : { orphanDependents: isTrue(query["orphanDependents"]) }),
    ...(query["dryRun"] === undefined ? {} : { dryRun: listOf(query["dryRun"]) }),
  };
}

/** As query parameters are read: anything but `false`, `0` and their like is true. */
const isTrue = (text: string | undefined): boolean => text !== undefined && !["", "0", "f", "false"].includes(text.toLowerCase());

const listOf = (text: string | undefined): readonly string[] => (text === undefined || text === "" ? [] : text.split(","));

const dryRunCauses = (dryRun: readonly string[]): readonly Cause[] =>
  dryRun.every((value) => value === "All") ? [] : [notSupported("dryRun", [...dryRun], ["All"])];

function managerCauses(manager: string | undefined): readonly Cause[] {
  if (manager === undefined) return [];
  const isPrintable = !/[\p{Cc}\p{Cn}\p{Cs}]/u.test(manager);
  return [
    ...(manager.length > 128 ? [invalidValue("fieldManager", manager, "must have at most 128 characters")] : []),
    ...(isPrintable ? [] : [invalidValue("fieldManager", manager, "should only contain printable characters")]),
  ];
}
