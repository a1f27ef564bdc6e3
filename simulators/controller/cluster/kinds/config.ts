import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, forbiddenValue, immutable, invalidValue, required, tooLong } from "../causes.ts";
import { isSameJson } from "../frozen.ts";
import { dataKeyProblems, subdomainName } from "../names.ts";
import type { Strategy } from "../strategy.ts";
import { base64Length, base64OfText, utf8Length } from "./base64.ts";
import { defineStrategy, type KindRules, kindMetadata, metadataChange } from "./define.ts";
import { childOf, type DraftObject, isObject, setDefault } from "./draft.ts";
import { entriesAt, objectAt, textAt } from "./read.ts";
import { configMap, secret } from "./tables/core.ts";

/** Bytes that a ConfigMap or a Secret may hold: one mebibyte. */
const largest = 1024 * 1024;

export const configMaps: Strategy = keepingEmpty("binaryData", {
  type: configMap,
  validate: configMapCauses,
  validateUpdate: (next, before) => [
    ...metadataChange(next, before),
    // A missing `data` is an empty one, by the kind's own default.
    ...frozenCauses({ ...next, data: next["data"] ?? {} }, { ...before, data: before["data"] ?? {} }, ["data", "binaryData"]),
    ...kindMetadata(next, true, subdomainName),
    ...configMapCauses(next),
  ],
});

export const secrets: Strategy = keepingEmpty("data", {
  type: secret,
  defaults: completeSecret,
  validate: secretCauses,
  validateUpdate: (next, before) => [
    ...metadataChange(next, before),
    ...immutable("type", next["type"], next["type"] === before["type"]),
    ...frozenCauses(next, before, ["data"]),
    ...kindMetadata(next, true, subdomainName),
    ...secretCauses(next),
  ],
  fieldLabels: { type: (object) => textAt(object, "type") },
});

/** An empty map is no missing one when it is judged what has changed of an immutable object, and an empty value none that is missing. Neither is stored so. */
function keepingEmpty(name: "data" | "binaryData", rules: KindRules): Strategy {
  const strategy = defineStrategy(rules);
  const isEmpty = (object: JsonObject): boolean => isObject(object[name]) && Object.keys(object[name]).length === 0;
  return {
    ...strategy,
    decode(body) {
      const decoded = strategy.decode(body);
      const isLost = body["immutable"] === true && isEmpty(body) && "object" in decoded && decoded.object[name] === undefined;
      return isLost ? { object: { ...decoded.object, [name]: {} } } : decoded;
    },
    allocate(next) {
      const { [name]: data, ...rest } = next;
      if (!isObject(data)) return next;
      if (isEmpty(next)) return rest;
      if (!Object.values(data).includes(null)) return next;
      return { ...next, [name]: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, value ?? ""])) };
    },
  };
}

/** What `immutable: true` forbids. */
function frozenCauses(next: JsonObject, before: JsonObject, fields: readonly string[]): readonly Cause[] {
  if (before["immutable"] !== true) return [];
  const text = "field is immutable when `immutable` is set";
  return [
    ...(next["immutable"] === true ? [] : [forbiddenValue("immutable", text)]),
    ...fields.filter((name) => !isSameJson(next[name], before[name])).map((name) => forbiddenValue(name, text)),
  ];
}

function configMapCauses(object: JsonObject): readonly Cause[] {
  const texts = entriesAt(object, "data");
  const binaries = entriesAt(object, "binaryData");
  const isBinary = new Set(binaries.map(([key]) => key));
  const size = texts.reduce((sum, [, text]) => sum + utf8Length(text), 0) + binaries.reduce((sum, [, data]) => sum + base64Length(data), 0);
  return [
    ...texts.flatMap(([key]) => [
      ...keyCauses("data", key),
      ...(isBinary.has(key) ? [invalidValue(`data[${key}]`, key, "duplicate of key present in binaryData")] : []),
    ]),
    ...binaries.flatMap(([key]) => keyCauses("binaryData", key)),
    ...(size > largest ? [tooLong("", largest)] : []),
  ];
}

const keyCauses = (field: string, key: string): readonly Cause[] =>
  dataKeyProblems(key).map((text) => invalidValue(`${field}[${key}]`, key, text));

/** `stringData` is for writing alone: it goes into `data` when it is read. */
function completeSecret(draft: DraftObject): void {
  const texts = entriesAt(draft, "stringData");
  for (const [key, text] of texts) childOf(draft, "data")[key] = base64OfText(text);
  delete draft["stringData"];
  setDefault(draft, "type", "Opaque");
}

function secretCauses(object: JsonObject): readonly Cause[] {
  const data = entriesAt(object, "data");
  const size = data.reduce((sum, [, text]) => sum + base64Length(text), 0);
  return [
    ...data.flatMap(([key]) => keyCauses("data", key)),
    ...(size > largest ? [tooLong("data", largest)] : []),
    ...typeCauses(object, Object.fromEntries(data)),
  ];
}

function typeCauses(object: JsonObject, data: Readonly<Record<string, string>>): readonly Cause[] {
  const needed = (field: string, ...keys: readonly string[]): readonly Cause[] =>
    keys.filter((key) => data[key] === undefined).map((key) => required(`${field}[${key}]`));
  switch (textAt(object, "type")) {
    case "kubernetes.io/service-account-token":
      return textAt(objectAt(object, "metadata", "annotations"), "kubernetes.io/service-account.name") === ""
        ? [required("metadata.annotations[kubernetes.io/service-account.name]")]
        : [];
    case "kubernetes.io/dockercfg":
      return needed("data", ".dockercfg");
    case "kubernetes.io/dockerconfigjson":
      return needed("data", ".dockerconfigjson");
    case "kubernetes.io/basic-auth":
      // One of the two is enough. The field's name is as Kubernetes reports it: the format was never filled in.
      return data["username"] === undefined && data["password"] === undefined ? needed("data[%s]", "username", "password") : [];
    case "kubernetes.io/ssh-auth":
      return (data["ssh-privatekey"] ?? "") === "" ? [required("data[%s][ssh-privatekey]")] : [];
    case "kubernetes.io/tls":
      return needed("data", "tls.crt", "tls.key");
    default:
      return [];
  }
}
