import type { JsonObject } from "../../../../protocol/json.ts";
import type { Cause } from "../causes.ts";
import { isSameJson } from "../frozen.ts";
import { validateCoreObjectMeta, validateObjectMetaUpdate } from "../metadata.ts";
import { type NameRule, subdomainName } from "../names.ts";
import type { DeletionStrategy, Strategy, StrategyContext, UpdateStrategy } from "../strategy.ts";
import { decode } from "./decode.ts";
import { childOf, type DraftObject, draftOf, restore } from "./draft.ts";
import { objectAt } from "./read.ts";
import type { StructType } from "./schema.ts";

/** What makes a built-in kind: its table and its rules. The functions that fill in work on a copy, in place. */
export interface KindRules {
  readonly type: StructType;
  /** Default true. */
  readonly isNamespaced?: boolean;
  /** Default: a DNS subdomain. */
  readonly nameRule?: NameRule;
  /** What the kind's own create validation says of the metadata; default: `kindMetadata`. */
  readonly metadataCauses?: (object: JsonObject) => readonly Cause[];
  /** Fills in what was not given. */
  readonly defaults?: (draft: DraftObject) => void;
  /** After the status is reset and the generation set. */
  readonly prepareForCreate?: (draft: DraftObject, context: StrategyContext) => void;
  /** After the status is put back and before the generation is counted. */
  readonly prepareForUpdate?: (draft: DraftObject, before: JsonObject, context: StrategyContext) => void;
  /** Of the contents, without the metadata. */
  readonly validate?: (object: JsonObject) => readonly Cause[];
  /** All causes of an update beside the server's own. */
  readonly validateUpdate: (next: JsonObject, before: JsonObject) => readonly Cause[];
  /** Fields whose change counts the generation up; absent: the kind has none. */
  readonly generationOf?: readonly string[];
  /** Absent: no status subresource, and `status` is an ordinary field. */
  readonly status?: StatusRules;
  readonly allowsUnconditionalUpdate?: boolean;
  readonly allocate?: NonNullable<Strategy["allocate"]>;
  readonly deletion?: DeletionStrategy;
  readonly judgesFirst?: true;
  readonly fieldLabels?: Readonly<Record<string, (object: JsonObject) => string>>;
}

export interface StatusRules {
  /** The status of a new object. Default: that of no information at all. */
  readonly initial?: (draft: DraftObject) => DraftObject;
  /** What was sent, before `spec` is put back. */
  readonly decoded?: (draft: DraftObject) => void;
  /** Beside `spec`, which is always put back. */
  readonly prepareForUpdate?: (draft: DraftObject, before: JsonObject) => void;
  readonly validateUpdate: (next: JsonObject, before: JsonObject) => readonly Cause[];
  readonly allowsCreateOnUpdate?: boolean;
}

/** The strategy of a built-in kind. */
export function defineStrategy(rules: KindRules): Strategy {
  const complete = (body: JsonObject): DraftObject | string => {
    const decoded = decode(rules.type, body);
    if (decoded.kind === "malformed") return decoded.message;
    rules.defaults?.(decoded.value);
    return decoded.value;
  };
  const { fieldLabels } = rules;
  return {
    decode(body) {
      const value = complete(body);
      return typeof value === "string" ? { error: value } : { object: value };
    },
    prepareForCreate: (object, context) => createdBy(rules, object, context),
    validate: (object) => [...(rules.metadataCauses ?? metadataOf(rules))(object), ...(rules.validate?.(object) ?? [])],
    prepareForUpdate: (next, before, context) => updatedBy(rules, next, before, context),
    validateUpdate: rules.validateUpdate,
    ...(rules.allowsUnconditionalUpdate === undefined ? {} : { allowsUnconditionalUpdate: rules.allowsUnconditionalUpdate }),
    ...(rules.status === undefined ? {} : { status: statusStrategy(rules, rules.status) }),
    ...(rules.allocate === undefined ? {} : { allocate: rules.allocate }),
    ...(rules.judgesFirst ? { judgesFirst: true } : {}),
    ...(rules.deletion === undefined ? {} : { deletion: rules.deletion }),
    ...(fieldLabels === undefined
      ? {}
      : { fieldLabels: Object.keys(fieldLabels), fieldLabel: (object: JsonObject, label: string) => fieldLabels[label]?.(object) }),
  };
}

/** `ValidateObjectMeta` of the core API. */
export const kindMetadata = (object: JsonObject, isNamespaced: boolean, rule: NameRule): readonly Cause[] =>
  validateCoreObjectMeta(objectAt(object, "metadata") ?? {}, isNamespaced, rule);

/** `ValidateObjectMetaUpdate`, as most kinds call it once more. */
export const metadataChange = (next: JsonObject, before: JsonObject): readonly Cause[] =>
  validateObjectMetaUpdate(objectAt(next, "metadata") ?? {}, objectAt(before, "metadata") ?? {});

const metadataOf = (rules: KindRules) => (object: JsonObject) =>
  kindMetadata(object, rules.isNamespaced ?? true, rules.nameRule ?? subdomainName);

function createdBy(rules: KindRules, object: JsonObject, context: StrategyContext): JsonObject {
  const draft = draftOf(object);
  if (rules.generationOf) childOf(draft, "metadata")["generation"] = 1;
  if (rules.status) draft["status"] = rules.status.initial?.(draft) ?? emptyStatus(rules.type);
  rules.prepareForCreate?.(draft, context);
  return draft;
}

function updatedBy(rules: KindRules, next: JsonObject, before: JsonObject, context: StrategyContext): JsonObject {
  const draft = draftOf(next);
  if (rules.status) restore(draft, "status", before);
  rules.prepareForUpdate?.(draft, before, context);
  const fields = rules.generationOf ?? [];
  const isSame = fields.every((name) =>
    name === "annotations"
      ? isSameJson(objectAt(draft, "metadata", name) ?? {}, objectAt(before, "metadata", name) ?? {})
      : isSameJson(draft[name], before[name]),
  );
  if (!isSame) {
    const generation = objectAt(before, "metadata")?.["generation"];
    childOf(draft, "metadata")["generation"] = (typeof generation === "number" ? generation : 0) + 1;
  }
  return draft;
}

function statusStrategy(rules: KindRules, status: StatusRules): UpdateStrategy {
  return {
    prepareForUpdate(next, before) {
      const draft = draftOf(next);
      status.decoded?.(draft);
      restore(draft, "spec", before);
      status.prepareForUpdate?.(draft, before);
      return draft;
    },
    validateUpdate: status.validateUpdate,
    ...(rules.allowsUnconditionalUpdate === undefined ? {} : { allowsUnconditionalUpdate: rules.allowsUnconditionalUpdate }),
    ...(status.allowsCreateOnUpdate === undefined ? {} : { allowsCreateOnUpdate: status.allowsCreateOnUpdate }),
  };
}

function emptyStatus(type: StructType): DraftObject {
  const decoded = decode(type, {});
  const status = decoded.kind === "decoded" ? decoded.value["status"] : undefined;
  return typeof status === "object" && status !== null && !Array.isArray(status) ? status : {};
}
