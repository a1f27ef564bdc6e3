import type { EncodedFunction } from "./format.ts";
import { precompiled } from "./scripts.ts";

/** What is known of them, read once in a process. */
const known = new Map<string, EncodedFunction>();

/** What a build has made of a script's text, if it knows it. */
export function precompiledOf(source: string): EncodedFunction | undefined {
  const found = known.get(source);
  if (found !== undefined) return found;
  if (!Object.hasOwn(precompiled, source)) return undefined;
  const encoded = JSON.parse(precompiled[source] as string) as EncodedFunction;
  known.set(source, encoded);
  return encoded;
}
