import { resolve } from "node:path";
import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import { isOfPackage } from "./containment.ts";
import type { Build } from "./plugin.ts";

/**
 * esbuild's source map with the user's own paths and places; what is not of a file has no source.
 *
 * @param folder Absolute: what the sources of the map are relative to.
 */
export function correctMap(sourceMap: string, folder: string, build: Build): string {
  const { sources, mappings } = JSON.parse(sourceMap) as { readonly sources: readonly string[]; readonly mappings: string };
  const files = sources.map((source) => fileOf(source, folder, build));
  const moved = files.map((file) => (file?.loaded?.isAsWritten === false ? file.loaded : undefined));
  const corrected = moved.some((file) => file !== undefined) ? encode(decode(mappings).map((line) => line.flatMap(correct))) : mappings;
  return JSON.stringify({ version: 3, sources: files.map((file) => file?.path ?? null), names: [], mappings: corrected });

  function correct(segment: SourceMapSegment): SourceMapSegment[] {
    const file = segment.length === 1 ? undefined : moved[segment[1]];
    if (segment.length === 1 || !file) return [segment];
    const place = file.placeOf(segment[2], segment[3]);
    // What was put at the end stands for nothing of the user's.
    return place ? [[segment[0], segment[1], place.line, place.character]] : [[segment[0]]];
  }
}

function fileOf(source: string, folder: string, build: Build) {
  const file = resolve(folder, source);
  const loaded = build.loaded.get(file);
  if (loaded) return { path: loaded.path, loaded };
  // A package may name what it was made from.
  return isOfPackage(file) ? { path: build.pathOf(file) } : undefined;
}
