import { access, type Buffer } from "../verbs/state.ts";
import { bufferOf, registerBuffer, releaseBuffer } from "../verbs/adapter.ts";
import type { Span } from "./calls.ts";
import type { Errno } from "../verbs/status.ts";
import { failed } from "./calls.ts";
import type { Turn } from "./turn.ts";
import { firstFd, type OpenFile } from "./world.ts";

/** An operation on an open file, in the middle of a step. */
export interface Place {
  readonly turn: Turn;
  readonly process: number;
  readonly operation: number;
  readonly node: number;
  readonly fd: number;
  /** As it was when the step began. */
  readonly file: OpenFile;
}

/** What the agent's map has under a number: step C8 of claim 1. */
export const fileOf = (turn: Turn, process: number, fd: number): OpenFile | undefined => turn.process(process).files[fd - firstFd];

export function endWith({ turn, process, operation }: Place, errno: Errno): void {
  turn.end(process, operation, failed(errno));
}

/** Tells that the map was looked up. */
export const tellLookUp = ({ turn, process, operation, node, fd }: Place): void =>
  turn.tell({ action: "agent.map.get", node, process, operation, fd });

/** Changes what the map has, if the file is still open. */
export function changeFile({ turn, process, fd }: Place, change: (file: OpenFile) => OpenFile): void {
  const file = fileOf(turn, process, fd);
  if (file) turn.setFile(process, fd - firstFd, change(file));
}

/** The size of a file is known anew: all open files of this process that are the same file learn of it. */
export function learnSize(turn: Turn, process: number, file: number, size: number): void {
  turn.process(process).files.forEach((open, slot) => {
    if (open?.file !== file) return;
    const position = open.flags.append ? size : open.position;
    if (open.size !== size || open.position !== position) turn.setFile(process, slot, { ...open, size, position });
  });
}

/** Lets the adapter reach the buffers of a call, for reading into or for writing from. @returns Their local keys. */
export function pin({ turn, node }: Place, spans: readonly Span[], isFilled: boolean): readonly number[] {
  return spans.map(({ offset, length, bytes, owner }) => {
    const buffer: Buffer = {
      length: bytes?.length ?? offset + length,
      access: isFilled ? access.localWrite : 0,
      ...(bytes ? { bytes } : {}),
      ...(owner === undefined ? {} : { owner }),
    };
    const pinned = registerBuffer(turn.verbs, node, buffer);
    turn.verbs = pinned.verbs;
    return pinned.lkey;
  });
}

/** @returns What the buffers hold that have bytes of their own. */
export function unpin(turn: Turn, node: number, lkeys: readonly number[]): readonly Uint8Array[] {
  return lkeys.flatMap((lkey) => {
    const bytes = bufferOf(turn.verbs, node, lkey)?.bytes;
    turn.verbs = releaseBuffer(turn.verbs, node, lkey);
    return bytes ? [bytes] : [];
  });
}

export const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, { length }) => sum + length, 0);
