import type { Frame } from "../frame.ts";
import type { StateWriter } from "../state-writer.ts";
import type { Slot } from "../value.ts";
import { KeyList } from "./key-list.ts";
import { callIsRead, liveAcross, liveBefore } from "./liveness.ts";
import { ScopeCell } from "./scope.ts";

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
  for (const register of liveIn(frame, variant === 1)) writeRegister(registers[register] as Slot, out);
}

function writeTags(frame: Frame, isOnTop: boolean, out: StateWriter): void {
  const { tags, argTags } = frame;
  const ofCall = argTags !== undefined && callIsRead(frame.code, frame.pc) ? argTags : [];
  let hasTags = ofCall.some((tag) => tag !== 0);
  if (tags !== undefined) for (const register of liveIn(frame, isOnTop)) if (tags[register] !== 0) hasTags = true;
  out.word(hasTags ? 1 : 0);
  if (!hasTags) return;
  for (const register of liveIn(frame, isOnTop)) out.tag(tags?.[register] ?? 0);
  for (const tag of ofCall) out.tag(tag);
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
