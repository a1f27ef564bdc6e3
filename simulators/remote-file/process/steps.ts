import { resolvePromise } from "../../core/vm/builtins/promise.ts";
import { inspectLine } from "../../core/vm/inspect.ts";
import { isCallable } from "../../core/vm/objects/function.ts";
import { shapeText } from "../../core/vm/shape-text.ts";
import type { Value } from "../../core/vm/value.ts";
import type { Task } from "../../core/vm/vm.ts";
import type { Answer } from "../nodes/calls.ts";
import { rawOf } from "./heap.ts";
import type { ProcessMachine } from "./machine.ts";
import { toPortable } from "./portable.ts";
import { promiseState, settledValue } from "../../core/program/promises.ts";
import { assign } from "../../core/program/assign.ts";
import type { Waiting } from "./state.ts";
import type { Arrival, Ending, Input, Surroundings } from "./types.ts";

/** Takes a step: from what happens up to the moment at which the code can only wait. @throws {ProcessStopped} */
export function takeStep(
  machine: ProcessMachine,
  { number, name }: { readonly number: number; readonly name: string },
  input: Input,
  arrivals: readonly Arrival[],
  surroundings: Surroundings,
): void {
  machine.number = number;
  machine.beginStep(surroundings);
  arrive(machine, arrivals);
  switch (input.kind) {
    case "start":
      start(machine, name);
      break;
    case "answer":
      answer(machine, input.slot, input.answer);
      break;
    case "timer":
      fire(machine, input.id);
      break;
  }
  settle(machine);
  noteRejections(machine);
}

/** Bytes that the adapter has put into the heap. */
function arrive({ state }: ProcessMachine, arrivals: readonly Arrival[]): void {
  for (const { buffer: index, offset, bytes } of arrivals) {
    const buffer = state.buffers[index];
    if (!buffer) throw new Error("bytes arrive in a buffer that nobody has lent");
    buffer.save(offset, bytes.length);
    buffer.bytes.set(bytes, offset);
  }
}

function start(machine: ProcessMachine, name: string): void {
  const { vm, state } = machine;
  const callee = machine.exported(name);
  if (!isCallable(callee)) return machine.stop(`\`${name}\` is no function`, undefined, "FL0002");
  const stop = machine.run(machine.runner, callee, [undefined, vm.array([])]);
  if (stop !== "blocked" && stop.kind === "done" && typeof stop.value === "object" && stop.value !== null)
    assign(vm.journal, state, "result", stop.value);
}

function answer(machine: ProcessMachine, slot: number, given: Answer): void {
  const { state, vm } = machine;
  const waiting = state.waiting.find((one) => one.slot === slot);
  // A process that has ended itself waits for nothing.
  if (!waiting) return;
  if (state.blocked && state.blocked.slot !== slot)
    return assign(vm.journal, state, "arrived", [...state.arrived, { slot, answer: given }]);
  deliver(machine, waiting, given);
}

function deliver(machine: ProcessMachine, waiting: Waiting, given: Answer): void {
  const { state, vm } = machine;
  const left = state.waiting.filter((one) => one !== waiting);
  assign(vm.journal, state, "waiting", left);
  takeBack(machine, left);
  machine.answered = waiting.at[0];
  if (waiting.promise) return resolvePromise(vm, waiting.promise as Parameters<typeof resolvePromise>[1], rawOf(vm, given));
  const task: Task = { top: state.blocked?.frame };
  assign(vm.journal, state, "blocked", undefined);
  assign(vm.journal, state, "granted", given);
  const stop = machine.runToEnd(task);
  if (stop === "blocked") return;
  // What the first call of the process answers is its promise.
  if (stop.kind === "threw") return machine.noteThrown(stop.value);
  const value = stop.kind === "done" ? stop.value : undefined;
  if (!state.result && typeof value === "object" && value !== null) assign(vm.journal, state, "result", value);
}

/** Buffers that no call uses any more are not lent any more. */
function takeBack({ state, vm }: ProcessMachine, left: readonly Waiting[]): void {
  if (state.buffers.length === 0) return;
  const used = new Set(left.flatMap(({ buffers }) => buffers));
  const kept = state.buffers.map((buffer, index) => (used.has(index) ? buffer : undefined));
  while (kept.length > 0 && kept[kept.length - 1] === undefined) kept.pop();
  assign(vm.journal, state, "buffers", kept);
}

function fire(machine: ProcessMachine, id: number): void {
  const { state, vm } = machine;
  const timer = state.timers.find((one) => one.id === id);
  if (!timer) return;
  if (timer.period === 0)
    assign(
      vm.journal,
      state,
      "timers",
      state.timers.filter((one) => one !== timer),
    );
  const stop = machine.run(timer.callee, undefined, timer.args);
  if (stop !== "blocked" && stop.kind === "threw") machine.noteThrown(stop.value);
}

/** Micro-tasks, then answers that came while the code was inside of a synchronous call, one after the other. */
function settle(machine: ProcessMachine): void {
  const { state, vm } = machine;
  for (;;) {
    machine.drain();
    noteEnding(machine);
    const [next, ...rest] = state.arrived;
    if (state.blocked || !next) return;
    assign(vm.journal, state, "arrived", rest);
    const waiting = state.waiting.find(({ slot }) => slot === next.slot);
    if (waiting) deliver(machine, waiting, next.answer);
  }
}

/** What the process returns is taken down when it returns: it may change the object later. */
function noteEnding(machine: ProcessMachine): void {
  const { state, vm } = machine;
  if (state.ending) return;
  const ending = endingOf(machine);
  if (ending) assign(vm.journal, state, "ending", ending);
}

function endingOf(machine: ProcessMachine): Ending | undefined {
  const { state } = machine;
  switch (promiseState(state.result)) {
    case "fulfilled": {
      const value: Value = settledValue(state.result);
      return { kind: "returned", value: { text: inspectLine(value, 200), key: shapeText([value]), data: toPortable(value) } };
    }
    case "rejected":
      return { kind: "threw", thrown: machine.thrown(settledValue(state.result), machine.answered) };
    case "pending":
    case "none":
      return undefined;
  }
}

/** Once the micro-tasks are done, Node looks for rejections without a handler. */
function noteRejections(machine: ProcessMachine): void {
  const { state, vm } = machine;
  if (state.unhandled.length === 0 || state.blocked) return;
  for (const promise of state.unhandled) if (promise !== state.result) machine.noteThrown(settledValue(promise));
  assign(vm.journal, state, "unhandled", []);
}
