import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, immutable, invalidValue, notSupported, required } from "../causes.ts";
import type { Strategy } from "../strategy.ts";
import { defineStrategy, metadataChange } from "./define.ts";
import { childOf, type DraftObject, draftAt, setDefault } from "./draft.ts";
import { objectAt, objectsAt, textAt } from "./read.ts";
import { customResourceDefinition } from "./tables/others.ts";

/** CustomResourceDefinitions. What a real cluster's controllers would say of a new one, that its names are accepted, is said at once. */
export const customResourceDefinitions: Strategy = defineStrategy({
  type: customResourceDefinition,
  isNamespaced: false,
  generationOf: ["spec"],
  defaults(draft) {
    const spec = childOf(draft, "spec");
    const names = childOf(spec, "names");
    setDefault(names, "singular", textAt(names, "kind").toLowerCase());
    setDefault(names, "listKind", textAt(names, "kind") === "" ? "" : `${textAt(names, "kind")}List`);
    setDefault(childOf(spec, "conversion"), "strategy", "None");
  },
  validate: definitionCauses,
  validateUpdate: (next, before) => [
    ...metadataChange(next, before),
    ...definitionCauses(next),
    ...["group", "scope"].flatMap((name) => {
      const value = objectAt(next, "spec")?.[name];
      return immutable(`spec.${name}`, value, value === objectAt(before, "spec")?.[name]);
    }),
  ],
  status: { initial: establishedStatus, validateUpdate: metadataChange },
});

function establishedStatus(draft: DraftObject): DraftObject {
  const spec = draftAt(draft, "spec") ?? {};
  const stored = objectsAt(spec, "versions").filter((version) => version["storage"] === true);
  const condition = (type: string, reason: string): DraftObject => ({ type, status: "True", lastTransitionTime: null, reason });
  return {
    conditions: [condition("NamesAccepted", "NoConflicts"), condition("Established", "InitialNamesAccepted")],
    acceptedNames: spec["names"] ?? {},
    storedVersions: stored.map((version) => textAt(version, "name")),
  };
}

function definitionCauses(object: JsonObject): readonly Cause[] {
  const spec = objectAt(object, "spec") ?? {};
  const names = objectAt(spec, "names");
  const versions = objectsAt(spec, "versions");
  const scope = textAt(spec, "scope");
  const stored = versions.filter((version) => version["storage"] === true);
  const name = textAt(objectAt(object, "metadata"), "name");
  const expected = `${textAt(names, "plural")}.${textAt(spec, "group")}`;
  return [
    ...(name === expected ? [] : [invalidValue("metadata.name", name, `must be spec.names.plural+"."+spec.group`)]),
    ...(textAt(spec, "group") === "" ? [required("spec.group")] : []),
    ...(scope === ""
      ? [required("spec.scope")]
      : scope === "Cluster" || scope === "Namespaced"
        ? []
        : [notSupported("spec.scope", scope, ["Cluster", "Namespaced"])]),
    ...["plural", "singular", "kind", "listKind"]
      .filter((field) => textAt(names, field) === "")
      .map((field) => required(`spec.names.${field}`)),
    ...(stored.length === 1
      ? []
      : [invalidValue("spec.versions", spec["versions"], "must have exactly one version marked as storage version")]),
    ...versions.flatMap((version, index) =>
      objectAt(version, "schema", "openAPIV3Schema")
        ? []
        : [required(`spec.versions[${index}].schema.openAPIV3Schema`, "schemas are required")],
    ),
  ];
}
