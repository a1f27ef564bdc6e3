import type { Json } from "../../../protocol/json.ts";

/** Fields of a model of the client's. */
export function modelFields(_model: string): Json | undefined {
  return undefined;
}
