import type { Note } from "../../protocol/report.ts";
import { type FileState, isCurrent, type LastResult, type Track } from "../track.ts";

/** A hint within a line as it is shown now. */
export interface ShownInlay {
  readonly note: Note;
  /** It was found in an older text, and has been moved along with the edits since. */
  readonly isObsolete: boolean;
}

/** All hints within the lines of a file: like its problems, those of the last good run stay until there is a newer one. */
export function inlaysOf(file: FileState): readonly ShownInlay[] {
  return [...file.tracks.values()].flatMap(inlaysOfTrack);
}

function inlaysOfTrack(track: Track): readonly ShownInlay[] {
  const { last, previous } = track;
  return [...(last ? inlaysOfResult(last, !isCurrent(track)) : []), ...(previous ? inlaysOfResult(previous, true) : [])];
}

function inlaysOfResult({ view }: LastResult, isObsolete: boolean): readonly ShownInlay[] {
  return (view.notes ?? []).filter(({ kind }) => kind === "inlay").map((note) => ({ note, isObsolete }));
}
