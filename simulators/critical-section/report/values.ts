import type { Json } from "../../../protocol/json.ts";

/** A value in one line: strings quoted, long ones cut. Nothing: `nothing`. */
export function valueText(value: Json | undefined, maximum = 32): string {
  if (value === undefined) return "nothing";
  const text = typeof value !== "string" ? textOf(value) : saidAsText.test(value) ? value : JSON.stringify(value);
  return text.length <= maximum ? text : `${text.slice(0, maximum - 1)}…`;
}

/** Values that JSON cannot say come as texts (see `inspect`): far more often than a string that reads the same. */
const saidAsText = /^(?:undefined|NaN|-0|-?Infinity|-?\d+n)$/;

function textOf(value: Json): string {
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => valueText(item)).join(", ")}]`;
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${valueText(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
