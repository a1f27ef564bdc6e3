import type { Json, JsonObject } from "../../../protocol/json.ts";

/** JSON with sorted keys: equal texts exactly for equal values. */
export function canonicalText(value: Json | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return primitiveText(value);
  return isArray(value) ? listText(value) : recordText(value);
}

/** What JSON makes of them: there is no NaN in JSON. */
const primitiveText = (value: number | boolean | null): string =>
  typeof value === "number" && !Number.isFinite(value) ? "null" : value === 0 ? "0" : `${value}`;

function listText(list: readonly Json[]): string {
  let text = "[";
  for (let index = 0; index < list.length; index += 1) text += index === 0 ? canonicalText(list[index]) : `,${canonicalText(list[index])}`;
  return `${text}]`;
}

function recordText(record: JsonObject): string {
  const keys = Object.keys(record);
  if (!isSorted(keys)) keys.sort();
  let text = "{";
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as string;
    text += index === 0 ? keyText(key) : `,${keyText(key)}`;
    text += canonicalText(record[key]);
  }
  return `${text}}`;
}

function isSorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) if ((keys[index - 1] as string) > (keys[index] as string)) return false;
  return true;
}

/** Names of fields come again and again. */
function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(key)}:`;
  if (keyTexts.size < mostKeys) keyTexts.set(key, text);
  return text;
}

const keyTexts = new Map<string, string>();
const mostKeys = 10_000;

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
