import type { JsonObject } from "../../../../protocol/json.ts";
import type { ReadStructural, StructuralSchema } from "../strategy.ts";
import { draftOf } from "./draft.ts";
import { fillIn } from "./structural-defaults.ts";
import { validateLists } from "./structural-lists.ts";
import { embeddedCauses } from "./structural-embedded.ts";
import { pruneNulls } from "./structural-nulls.ts";
import { pruneObject } from "./structural-prune.ts";
import { readSchema, type Schema } from "./structural-schema.ts";
import { typeOfResource } from "./structural-type.ts";
import { validateSchema } from "./structural-validation.ts";

/**
 * The schema of a custom resource's version, as `spec.versions[].schema.openAPIV3Schema` says it.
 *
 * Written by users: what is not understood is passed over. Without a schema everything is kept and nothing is wrong.
 */
export const readStructural: ReadStructural = (openApi) => (openApi === undefined ? everything : ofSchema(readSchema(openApi)));

const everything: StructuralSchema = {
  type: { ...typeOfResource(readSchema({})), preservesUnknown: true },
  prune: (object) => object,
  dropNulls: (object) => object,
  applyDefaults: (object) => object,
  validate: () => [],
};

function ofSchema(schema: Schema): StructuralSchema {
  return {
    type: typeOfResource(schema),
    prune: (object) => changed(object, (draft) => pruneObject(draft, schema)),
    dropNulls: (object) => changed(object, (draft) => pruneNulls(draft, schema)),
    applyDefaults: (object) => changed(object, (draft) => fillIn(draft, schema)),
    validate: (object) => [...validateSchema(object, schema), ...validateLists(object, schema), ...embeddedCauses(object, schema, "")],
  };
}

function changed(object: JsonObject, change: (draft: ReturnType<typeof draftOf>) => void): JsonObject {
  const draft = draftOf(object);
  change(draft);
  return draft;
}
