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
  if (type.kind !== "struct") return zeros[type.kind] ?? null;
  const written = Object.entries(type.fields).filter(([, field]) => isWritten(field));
  return Object.fromEntries(written.map(([name, field]) => [name, zeroOf(field.type)]));
}

/** Null where nothing stands: lists, maps and times. */
const zeros: Readonly<Partial<Record<Type["kind"], Json>>> = {
  string: "",
  bytes: "",
  boolean: false,
  int32: 0,
  int64: 0,
  number: 0,
  intOrString: 0,
  quantity: "0",
};

const isWritten = ({ type, presence }: Field): boolean =>
  presence === "always" || (presence === "nonZero" && (type.kind === "struct" || type.kind === "time" || type.kind === "microTime"));
