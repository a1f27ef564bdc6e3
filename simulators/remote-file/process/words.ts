import type { StateWords } from "../../core/vm/state-key.ts";
import type { StateWriter } from "../../core/vm/state-writer.ts";
import type { ProcessMachine } from "./machine.ts";
import type { Timer, Waiting } from "./state.ts";

/** Is there nothing that could still make code of the process run? Then all that counts is how it has ended. */
export const isOver = ({ state }: ProcessMachine): boolean =>
  state.ending !== undefined && state.waiting.length === 0 && state.timers.length === 0 && state.arrived.length === 0 && !state.blocked;

/** All that makes a difference for how a process goes on and for what is told of it. */
export function stateWords(machine: ProcessMachine, process: number): StateWords {
  const { keys, state, learnt, vm } = machine;
  const out = keys.begin();
  out.word(process);
  out.word(state.waiting.length);
  for (const waiting of state.waiting) writeWaiting(out, waiting);
  out.word(state.buffers.length);
  for (const buffer of state.buffers) out.cell(buffer);
  out.word(state.timers.length);
  for (const timer of state.timers) writeTimer(out, timer);
  if (learnt.clearsTimers) out.word(state.nextTimer);
  out.word(state.queue.length);
  for (const { callee, args } of state.queue) {
    out.cell(callee);
    out.word(args.length);
    for (const argument of args) out.value(argument);
  }
  out.word(state.blocked ? state.blocked.slot + 1 : 0);
  if (state.blocked) vm.writeTask({ top: state.blocked.frame }, out);
  out.word(state.arrived.length);
  for (const { slot, answer } of state.arrived) {
    out.word(slot);
    out.text(jsonOf(answer));
  }
  out.word(state.unhandled.length);
  for (const promise of state.unhandled) out.cell(promise);
  out.word(state.draws);
  out.text(state.ending ? endingText(machine) : "");
  if (!state.ending) out.cell(state.result);
  return keys.finish();
}

function writeWaiting(out: StateWriter, { slot, call, at, promise, buffers }: Waiting): void {
  out.word(slot);
  out.text(jsonOf(call));
  out.text(jsonOf(at));
  out.cell(promise);
  for (const buffer of buffers) out.word(buffer);
}

function writeTimer(out: StateWriter, { id, period, callee, args }: Timer): void {
  out.word(id);
  out.value(period);
  out.cell(callee);
  out.word(args.length);
  for (const argument of args) out.value(argument);
}

/** Equal exactly for endings that nobody can tell apart. */
export function endingText({ state }: ProcessMachine): string {
  const { ending } = state;
  switch (ending?.kind) {
    case undefined:
      return "";
    case "returned":
      return `returned ${ending.value.text}\n${ending.value.key}`;
    case "threw":
      return `threw ${jsonOf(ending.thrown)}`;
    case "exited":
      return `exited ${ending.code}`;
  }
}

/** Words of 64 bits with an n behind them. */
const jsonOf = (value: unknown): string => JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part));
