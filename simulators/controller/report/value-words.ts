import type { Json } from "../../../protocol/json.ts";

/** A value in a sentence: short, texts without quotes. */
export function valueWords(value: Json | undefined): string {
  if (value === undefined) return "missing";
  const text = typeof value === "string" ? (value === "" ? '""' : value) : JSON.stringify(value);
  return text.length <= 30 ? text : `${text.slice(0, 29)}…`;
}
