import { createReadStream, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import type { Sequence } from "./sequence.ts";

/** The recordings in a folder, by name: `*.ndjson` and `*.ndjson.gz`. */
export const recordingsIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => /\.ndjson(\.gz)?$/.test(name))
    .sort()
    .map((name) => join(folder, name));

/** The sequences of a recording, one a line. */
export async function* sequencesOf(file: string): AsyncGenerator<Sequence> {
  const bytes = createReadStream(file);
  const input = file.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== "") yield JSON.parse(line) as Sequence;
  }
}
