import type { Frame } from "../frame.ts";
import type { StateWriter } from "../state-writer.ts";
import type { Slot } from "../value.ts";
import { KeyList } from "./key-list.ts";
import { callIsRead, liveAcross, liveBefore } from "./liveness.ts";
import { ScopeCell } from "./scope.ts";

/** Everything that makes a difference for how a frame runs on: where it is, and registers that are still read. */
export function writeFrame(frame: Frame, isOnTop: boolean, out: StateWriter): void {
  const { code, pc, registers, tags } = frame;
  out.identity(code);
  out.word(pc);
  out.cell(frame.scope);
  if (callIsRead(code, pc)) writeCall(frame, out);
  out.cell(frame.constructed);
  out.cell(frame.owner);
  out.value(frame.answer);
  out.word(frame.discards ? 1 : 0);
  const live = isOnTop ? liveBefore(code, pc) : liveAcross(code, pc);
  for (const register of live) writeRegister(registers[register] as Slot, out);
  let hasTags = false;
  if (tags !== undefined) for (const register of live) if (tags[register] !== 0) hasTags = true;
  out.word(hasTags ? 1 : 0);
  if (hasTags) for (const register of live) out.tag(tags?.[register] ?? 0);
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
  for (const value of frame.args ?? []) out.value(value);
  for (const tag of frame.argTags ?? []) out.tag(tag);
}
