import type { Range, SourceSpan } from "../../protocol/source.ts";
import type { Program } from "./simulator.ts";
import { SourceMapIndex } from "./source-map.ts";

/** Finds places of the bundle in the user's files. */
export class Places {
  readonly #map: SourceMapIndex;
  readonly #lines = new Map<string, readonly string[]>();
  readonly #spans = new Map<number, SourceSpan | undefined>();

  constructor(program: Program) {
    this.#map = new SourceMapIndex(program.code, program.sourceMap);
    for (const { path, text } of program.files) if (text !== "") this.#lines.set(path, text.split(/\r\n|\r|\n/));
  }

  /** The token at an offset of the bundle; undefined in code that is not the user's own. */
  span(offset: number): SourceSpan | undefined {
    if (offset < 0) return undefined;
    if (!this.#spans.has(offset)) this.#spans.set(offset, this.#find(offset));
    return this.#spans.get(offset);
  }

  /** Zero-based; also for packages. */
  locate(offset: number): { readonly path: string; readonly line: number; readonly column: number } | undefined {
    return this.#map.locate(offset);
  }

  /** The user's places of a stack, innermost first. */
  spans(stack: readonly number[]): readonly SourceSpan[] {
    return stack.flatMap((offset) => this.span(offset) ?? []);
  }

  #find(offset: number): SourceSpan | undefined {
    const place = this.#map.locate(offset);
    const line = place && this.#lines.get(place.path)?.[place.line];
    if (!place || line === undefined) return undefined;
    return { path: place.path, range: tokenRange(line, place.line, place.column) };
  }
}

/** From a column to the end of the name, path of names or literal that begins there; one character at least. */
function tokenRange(line: string, number: number, column: number): Range {
  const pattern = /(?:this|[\p{L}\p{Nl}\w$#]+)(?:\s*\??\.\s*[\p{L}\w$#]+|\[[^\][]{0,40}\])*|["'`][^"'`]*["'`]?|\S/uy;
  pattern.lastIndex = column;
  const length = pattern.exec(line)?.[0].length ?? 1;
  return { start: { line: number, character: column }, end: { line: number, character: Math.min(line.length, column + length) } };
}
