import type { Json, JsonObject } from "../../../../protocol/json.ts";
import type { Field, Type } from "../kinds/schema.ts";
import { asMap } from "./managed-fields-atoms.ts";

/**
 * An object of a kind before anything is in it, as Go's encoder writes it: what a create is compared with.
 *
 * Structs are there from the beginning, so that nobody owns `spec` of a Deployment, while somebody owns that of a custom resource.
 */
export function emptyObject(type: Type, apiVersion: string, kind: string): JsonObject {
  return { ...asMap(zeroOf(type)), apiVersion, kind };
}

function zeroOf(type: Type): Json {
  switch (type.kind) {
    case "struct":
      return Object.fromEntries(
        Object.entries(type.fields)
          .filter(([, field]) => isWritten(field))
          .map(([name, field]) => [name, zeroOf(field.type)]),
      );
    case "string":
    case "bytes":
      return "";
    case "boolean":
      return false;
    case "int32":
    case "int64":
    case "number":
    case "intOrString":
      return 0;
    case "quantity":
      return "0";
    default:
      return null;
  }
}

const isWritten = ({ type, presence }: Field): boolean =>
  presence === "always" || (presence === "nonZero" && (type.kind === "struct" || type.kind === "time" || type.kind === "microTime"));
