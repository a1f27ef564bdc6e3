import type { Json } from "../../../protocol/json.ts";

/**
 * A short name for a content, as `pod-template-hash` is: equal contents, equal names.
 * Not the characters that Kubernetes computes, which depend on the layout of its Go structs.
 *
 * @see k8s.io/apimachinery/pkg/util/rand SafeEncodeString: the alphabet has no vowels, so that no words arise.
 */
export function contentHash(content: Json, collisions = 0): string {
  let hash = 0x811c9dc5;
  const text = `${canonicalText(content)}${collisions === 0 ? "" : `#${collisions}`}`;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return String(hash).replace(/[0-9]/g, (digit) => alphabet[Number(digit)] ?? "");
}

const alphabet = "bcdfghjklm";

/** JSON with the members in the order of their names. */
export function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = value as { readonly [key: string]: Json };
  return `{${Object.keys(members)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(members[key] ?? null)}`)
    .join(",")}}`;
}
