import type { Json, JsonObject } from "../../../protocol/json.ts";
import { parseLabelSelector } from "./label-selector.ts";
import { isObject } from "./metadata.ts";
import { metadataOf } from "./request.ts";
import type { Resource } from "./resources.ts";
import { badRequest, Refusal } from "./status.ts";

/** Which objects a list, a watch or a deletion of many is about. */
export interface Selection {
  matches(object: JsonObject): boolean;
  /** It selects by something: then a page cannot say how many objects remain. */
  readonly isPartial: boolean;
  /** It names one object. */
  readonly name?: string;
}

/** `labelSelector` and `fieldSelector` of a query. */
export function readSelection(resource: Resource, query: Readonly<Record<string, string>>): Selection | Refusal {
  const labels = parseLabelSelector(query["labelSelector"] ?? "");
  if ("error" in labels) return badRequest(labels.error);
  const fields = parseFieldSelector(resource, query["fieldSelector"] ?? "");
  if (fields instanceof Refusal) return fields;
  const single = fields.find(({ field, isEqual }) => field === "metadata.name" && isEqual);
  return {
    matches: (object) =>
      labels.selector(textMap(metadataOf(object).labels)) &&
      fields.every(({ field, value, isEqual }) => (fieldValue(resource, object, field) === value) === isEqual),
    isPartial: (query["labelSelector"] ?? "") !== "" || fields.length > 0,
    ...(single === undefined ? {} : { name: single.value }),
  };
}

interface FieldRequirement {
  readonly field: string;
  readonly value: string;
  readonly isEqual: boolean;
}

/** `metadata.name=a,status.phase!=Running`; only some fields of a kind can be selected by. */
function parseFieldSelector(resource: Resource, text: string): readonly FieldRequirement[] | Refusal {
  const parts = text.split(",").filter((part) => part !== "");
  const requirements: FieldRequirement[] = [];
  for (const part of parts) {
    const match = /^(.*?)(!=|==|=)(.*)$/.exec(part);
    if (match === null) return badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
    const [, field = "", operator, value = ""] = match;
    const known = ["metadata.name", "metadata.namespace", ...(resource.strategy.fieldLabels ?? [])];
    if (!known.includes(field)) return badRequest(`field label not supported: ${field}`);
    requirements.push({ field, value, isEqual: operator !== "!=" });
  }
  return requirements;
}

function fieldValue(resource: Resource, object: JsonObject, field: string): string {
  if (field === "metadata.name") return metadataOf(object).name;
  if (field === "metadata.namespace") return metadataOf(object).namespace ?? "";
  return resource.strategy.fieldLabel?.(object, field) ?? "";
}

const textMap = (value: Json | undefined): Readonly<Record<string, string>> =>
  isObject(value) ? (value as Readonly<Record<string, string>>) : {};
