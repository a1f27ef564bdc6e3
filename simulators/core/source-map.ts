import { decode } from "@jridgewell/sourcemap-codec";

/** A place in a file of the user's, zero-based; `column` in UTF-16 units. */
export interface SourcePlace {
  /** As in `Program.files`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Where a place of a bundle comes from: the nearest mapping to its left on the same line.
 *
 * The map is read at the first question (a few milliseconds for a hundred kilobytes); a question is a binary search.
 * @throws {TypeError} At the first question: the source map is none of version 3. A bug of whoever made it.
 */
export class SourceMapIndex {
  readonly #code: string;
  readonly #sourceMap: string;
  #table: Table | undefined;

  constructor(code: string, sourceMap: string) {
    this.#code = code;
    this.#sourceMap = sourceMap;
  }

  /** @param offset UTF-16 units from the start of the bundle. Undefined for what no file of the user's has caused. */
  locate(offset: number): SourcePlace | undefined {
    this.#table ??= readTable(this.#code, this.#sourceMap);
    const { paths, lines, from, source, line, column } = this.#table;
    const index = lastAtMost(from, offset);
    const lineStart = lines[lastAtMost(lines, offset)] ?? 0;
    // A mapping holds to the end of its line.
    if (index < 0 || (from[index] ?? 0) < lineStart) return undefined;
    const path = paths[source[index] ?? -1];
    return path === undefined ? undefined : { path, line: line[index] ?? 0, column: column[index] ?? 0 };
  }
}

/** Mappings by the offset at which they begin, ascending. */
interface Table {
  readonly paths: readonly (string | undefined)[];
  /** Offsets at which lines of the bundle start. */
  readonly lines: Int32Array;
  readonly from: Int32Array;
  /** Index into `paths`; -1: of no file. */
  readonly source: Int32Array;
  readonly line: Int32Array;
  readonly column: Int32Array;
}

function readTable(code: string, sourceMap: string): Table {
  const { paths, mappings } = readMap(sourceMap);
  const lines = lineStarts(code);
  const decoded = decode(mappings);
  const count = decoded.reduce((sum, segments) => sum + segments.length, 0);
  const [from, source, line, column] = [new Int32Array(count), new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  let at = 0;
  for (const [number, segments] of decoded.entries()) {
    const start = lines[number] ?? code.length;
    for (const segment of segments) {
      from[at] = start + segment[0];
      source[at] = segment.length === 1 ? -1 : segment[1];
      line[at] = segment.length === 1 ? 0 : segment[2];
      column[at] = segment.length === 1 ? 0 : segment[3];
      at += 1;
    }
  }
  return { paths, lines, from, source, line, column };
}

/** A source without a name is no file of the user's. */
function readMap(sourceMap: string): { readonly paths: readonly (string | undefined)[]; readonly mappings: string } {
  const map: unknown = JSON.parse(sourceMap);
  if (typeof map === "object" && map !== null && "sources" in map && "mappings" in map) {
    const { sources, mappings } = map;
    if (Array.isArray(sources) && typeof mappings === "string") {
      return { paths: sources.map((source: unknown) => (typeof source === "string" ? source : undefined)), mappings };
    }
  }
  throw new TypeError("no source map of version 3");
}

/** As esbuild counts lines, in what it reads and in what it writes. */
function lineStarts(code: string): Int32Array {
  const starts = [0];
  for (const { index, 0: end } of code.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + end.length);
  return Int32Array.from(starts);
}

/** Index of the last element of the ascending list that is not above `value`; -1: all are. */
function lastAtMost(list: Int32Array, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
