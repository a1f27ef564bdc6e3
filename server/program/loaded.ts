import type { Position } from "../../protocol/source.ts";
import type { Insertion } from "../../simulators/core/simulator.ts";
import { insertInto } from "./insert.ts";
import { countsDiffer, editorLines, scriptLines } from "./lines.ts";

/** A file of the user's that went into a bundle. */
export interface LoadedFile {
  /** As `SourceUnit.path`. */
  readonly path: string;
  /** As the user has it. */
  readonly text: string;
  /** What was bundled: the same with insertions, and with what was put at its end. */
  readonly bundled: string;
  /** Are all places in `bundled` those of `text`, as far as that goes? */
  readonly isAsWritten: boolean;
  /** The user's place of a place in `bundled`. Lines are counted as esbuild does; undefined for what was put at the end. */
  placeOf(line: number, character: number): Position | undefined;
  /** @param offset In `text`, UTF-16 units. */
  positionOf(offset: number): Position;
}

/** @param tail Put at the end of what is bundled. @throws {RangeError} An insertion lies outside of the text: a bug of the simulator. */
export function loadedFile(path: string, text: string, insertions: readonly Insertion[], tail: string): LoadedFile {
  const inserted = insertInto(text, insertions);
  const bundled = inserted.text + tail;
  let lines: { readonly from: ReturnType<typeof scriptLines>; readonly to: ReturnType<typeof editorLines> } | undefined;
  return {
    path,
    text,
    bundled,
    isAsWritten: insertions.length === 0 && !countsDiffer(text),
    placeOf(line, character) {
      lines ??= { from: scriptLines(bundled), to: editorLines(text) };
      const offset = lines.from.offsetAt(line, character);
      return offset > inserted.text.length ? undefined : lines.to.positionAt(inserted.before(offset));
    },
    positionOf: (offset) => editorLines(text).positionAt(offset),
  };
}
