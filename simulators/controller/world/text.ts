import type { Json } from "../../../protocol/json.ts";

/** JSON with sorted keys: equal texts exactly for equal values. */
export function canonicalText(value: Json | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`).join(",")}}`;
}

/** 52 bits of a text: the same text, the same number, in every run. */
export function textHash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) + (low >>> 15);
  }
  low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 13), 0x27d4eb2f);
  return ((high >>> 0) & 0xfffff) * 2 ** 32 + ((low ^ (low >>> 15)) >>> 0);
}

/** `Array.isArray` does not narrow readonly arrays. */
export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
