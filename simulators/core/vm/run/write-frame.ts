import type { Frame } from "../frame.ts";
import type { StateWriter } from "../state-writer.ts";
import type { Slot } from "../value.ts";
import { KeyList } from "./key-list.ts";
import { callIsRead, liveAcross, liveBefore } from "./liveness.ts";
import { ScopeCell } from "./scope.ts";

/** A whole stack of calls, innermost first: one word while it stands still and no value in it is marked with reads. */
export function writeStack(top: Frame | undefined, out: StateWriter): void {
  // Who is known as a whole is saved, and has no marks.
  if (top !== undefined && top.partWriter === out && top.partVariant === wholeStack && top.partWord >= 0) out.word(top.partWord);
  else if (top === undefined || out.part === undefined || hasTags(top)) {
    out.word(taggedStack);
    for (let frame = top; frame !== undefined; frame = frame.caller) writeFrame(frame, frame === top, out);
    out.word(endOfStack);
  } else out.part(top, wholeStack, writeUntagged);
}

/** Of a stack that was written and has one word: equal for equal stacks. -1: it leads to cells that a thread made, or has marks. */
export function wordOfStack({ partWriter, partVariant, partWord }: Frame, out: StateWriter): number {
  return partWriter === out && partVariant === wholeStack && partWord >= 0 ? partWord : -1;
}

function writeUntagged(top: Frame, _: number, out: StateWriter): void {
  for (let frame: Frame | undefined = top; frame !== undefined; frame = frame.caller) {
    if (frame === top) writeRest(frame, 1, out);
    else if (out.part === undefined) writeRest(frame, 0, out);
    else out.part(frame, 0, writeRest);
  }
  out.word(endOfStack);
}

// Words that no part is (see `Part`).
const taggedStack = -3;
const endOfStack = -4;
/** Variants of a frame as a part: 0 and 1 are itself, below others or on top. */
const wholeStack = 2;

/** Is a value that is still read marked? */
export function hasTags(top: Frame): boolean {
  for (let frame: Frame | undefined = top; frame !== undefined; frame = frame.caller) {
    if ((frame.tags !== undefined || frame.argTags !== undefined) && isTagged(frame, frame === top)) return true;
  }
  return false;
}

/** Everything that makes a difference for how a frame runs on: where it is, and registers that are still read. */
export function writeFrame(frame: Frame, isOnTop: boolean, out: StateWriter): void {
  const variant = isOnTop ? 1 : 0;
  if (out.part === undefined) writeRest(frame, variant, out);
  else out.part(frame, variant, writeRest);
  writeTags(frame, isOnTop, out);
}

const liveIn = ({ code, pc }: Frame, isOnTop: boolean): readonly number[] => (isOnTop ? liveBefore(code, pc) : liveAcross(code, pc));

/** What a saved frame keeps, tags aside: which reads they stand for changes with every write. */
function writeRest(frame: Frame, variant: number, out: StateWriter): void {
  const { code, pc, registers } = frame;
  out.identity(code);
  out.word(pc);
  out.cell(frame.scope);
  if (callIsRead(code, pc)) writeCall(frame, out);
  out.cell(frame.constructed);
  out.cell(frame.owner);
  out.value(frame.answer);
  out.word(frame.discards ? 1 : 0);
  for (const register of liveIn(frame, variant === 1)) writeRegister(registers[register], out);
}

const tagsOfCall = ({ code, pc, argTags = [] }: Frame): readonly number[] => (callIsRead(code, pc) ? argTags : []);

/** Does a value that is still read come from reads that are followed? */
function isTagged(frame: Frame, isOnTop: boolean): boolean {
  const { tags } = frame;
  if (tags !== undefined) for (const register of liveIn(frame, isOnTop)) if (tags[register] !== 0) return true;
  return tagsOfCall(frame).some((tag) => tag !== 0);
}

function writeTags(frame: Frame, isOnTop: boolean, out: StateWriter): void {
  if ((frame.tags === undefined && frame.argTags === undefined) || !isTagged(frame, isOnTop)) return out.word(0);
  out.word(1);
  for (const register of liveIn(frame, isOnTop)) out.tag(frame.tags?.[register] ?? 0);
  for (const tag of tagsOfCall(frame)) out.tag(tag);
}

export function writeSuspended(frame: Frame, out: StateWriter): void {
  writeFrame(frame, false, out);
}

function writeRegister(value: unknown, out: StateWriter): void {
  if (value instanceof ScopeCell) out.cell(value);
  else if (value instanceof KeyList) {
    out.word(value.keys.length);
    for (const key of value.keys) out.text(key);
  } else out.value(value as Slot);
}

/** What the first instructions of a function still read of its call. */
function writeCall(frame: Frame, out: StateWriter): void {
  out.value(frame.thisValue);
  out.cell(frame.newTarget);
  out.cell(frame.callee);
  out.word(frame.args?.length ?? 0);
  for (const value of frame.args ?? []) out.value(value);
}
