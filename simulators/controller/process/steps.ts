import { noteMutation } from "./mutation.ts";
import { goOn } from "./look.ts";
import { promiseState, settledValue } from "../../core/program/promises.ts";
import type { Cell, VObject } from "../../core/vm/cell.ts";
import type { Stop } from "../../core/vm/host.ts";
import { isCallable } from "../../core/vm/objects/function.ts";
import type { Value } from "../../core/vm/value.ts";
import type { Reconciler } from "./reconciler.ts";
import { taggedFunction } from "./tagged-function.ts";
import { assign } from "../../core/program/assign.ts";
import { ProcessState, type Waiting } from "./state.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";
import type { CallAnswer, ReconcileInput } from "./types.ts";
import { toValue } from "./values.ts";

/** A step of a reconcile; the same steps lead to the same state. */
export type Step =
  | { readonly kind: "start"; readonly input: ReconcileInput }
  | { readonly kind: "answer"; readonly call: number; readonly answer: CallAnswer };

/** Takes a step: from the answer up to the moment at which the code can only wait. @throws {ProcessStopped} */
export function takeStep(reconciler: Reconciler, step: Step): void {
  reconciler.beginStep();
  reconciler.isReconciling = true;
  try {
    if (step.kind === "start") start(reconciler, step.input);
    else deliver(reconciler, step.call, step.answer);
    reconciler.drain();
  } finally {
    reconciler.isReconciling = false;
  }
  noteMutation(reconciler);
  if (reconciler.state.halted !== undefined) return;
  // Between two calls of it a cache may change.
  assign(reconciler.vm.journal, reconciler.state, "looks", none);
  refuseLastingIntervals(reconciler);
  noteRejections(reconciler);
}

const none: readonly never[] = [];

function start(reconciler: Reconciler, input: ReconcileInput): void {
  const { state, vm, traits } = reconciler;
  const fresh = new ProcessState();
  for (const field of Object.keys(fresh) as (keyof ProcessState)[]) assign(vm.journal, state, field, fresh[field]);
  if (traits.mayDraw) assign(vm.journal, state, "seed", input.seed ?? 0);
  if (traits.readsClock) assign(vm.journal, state, "clock", input.later ?? 0);
  const { callee, self, args } = input.kind === "tagged" ? taggedCall(reconciler, input) : definedCall(reconciler, input);
  begun(reconciler, reconciler.run(reconciler.runner, callee, [self, vm.array(args)]));
}

/** The function has been called: from now on there is a promise of its result. */
function begun({ state, vm }: Reconciler, stop: Stop): void {
  if (stop.kind === "done" && typeof stop.value === "object" && stop.value !== null) assign(vm.journal, state, "result", stop.value);
}

interface ReconcileCall {
  readonly callee: VObject;
  readonly self: Value;
  readonly args: readonly Value[];
}

function taggedCall(reconciler: Reconciler, input: ReconcileInput & { readonly kind: "tagged" }): ReconcileCall {
  const { vm, state } = reconciler;
  const { callee, self, takesEvent } = taggedFunction(reconciler);
  const cells = new Set<Cell>();
  const value = toValue(vm, input.resource, (cell) => cells.add(cell));
  assign(vm.journal, state, "given", [{ value, json: input.resource, cells }]);
  return { callee, self, args: takesEvent ? [value, input.event] : [value] };
}

function definedCall(reconciler: Reconciler, input: ReconcileInput & { readonly kind: "framework" }): ReconcileCall {
  const { vm, options } = reconciler;
  const definition = reconciler.exported(options.entry) as VObject;
  const callee = definition.readOwn("reconcile") as Value;
  const prepare = reconciler.registered.get("prepare");
  if (!isCallable(callee) || !prepare) throw new ProcessStopped({ code: "FL0002", message: "the definition has no function `reconcile`" });
  const { namespace, name } = input;
  const prepared = reconciler.run(prepare, undefined, [
    definition,
    toValue(vm, { ...(namespace === undefined ? {} : { namespace }), name }),
  ]);
  if (prepared.kind !== "done") throw new ProcessStopped({ code: "FL0002", message: "this is no definition of a controller" });
  const list = prepared.value as VObject;
  return { callee, self: definition, args: [0, 1, 2].map((index) => list.readOwn(index) as Value) };
}

function deliver(reconciler: Reconciler, call: number, answer: CallAnswer): void {
  const { state, vm } = reconciler;
  const waiting = state.waiting.find((other) => other.call === call);
  if (!waiting) throw new RangeError(`no call ${call} is waiting`);
  reconciler.answered = waiting.at[0];
  assign(vm.journal, state, "waiting", leftAfter(state.waiting, waiting));
  const { what } = waiting;
  if (what.kind === "look") {
    // Whoever stood still before there was a promise was the function itself, when it was called.
    const isFirst = state.result === undefined;
    const stop = goOn(reconciler, what, answer, waiting.at[0]);
    if (isFirst) begun(reconciler, stop);
    else if (stop.kind === "threw") reconciler.noteThrown(stop.value);
    return;
  }
  if (what.kind === "timer") assign(vm.journal, state, "clock", Math.max(state.clock, what.due));
  const args =
    what.kind === "timer" ? what.args : [answer.kind === "lost" ? undefined : toValue(vm, { code: answer.code, body: answer.body })];
  const stop = reconciler.run(waiting.callee, undefined, args, what.kind === "timer" ? what.store : undefined);
  if (what.kind === "timer" && vm.asyncStore !== what.store) keepStore(reconciler, call);
  if (stop.kind === "threw") reconciler.noteThrown(stop.value);
}

/** What an interval's function enters is still entered the next time. */
function keepStore({ state, vm }: Reconciler, call: number): void {
  const store = vm.asyncStore;
  const entered = (waiting: Waiting): Waiting =>
    waiting.call === call && waiting.what.kind === "timer" ? { ...waiting, what: { ...waiting.what, store } } : waiting;
  assign(vm.journal, state, "waiting", state.waiting.map(entered));
}

/** An interval waits for its next time, for which an answer makes room. */
function leftAfter(all: readonly Waiting[], { call, what, ...rest }: Waiting): readonly Waiting[] {
  const left = all.filter((other) => other.call !== call);
  if (what.kind === "look") return left;
  if (what.kind === "call") return left.map(ready);
  return what.period > 0 ? [...left, { ...rest, call, what: { ...what, due: what.due + what.period, hasFired: true } }] : left;
}

const ready = (waiting: Waiting): Waiting =>
  waiting.what.kind === "timer" && waiting.what.hasFired ? { ...waiting, what: { ...waiting.what, hasFired: false } } : waiting;

/** It would run beside all later reconciles of its process, for ever. */
function refuseLastingIntervals(reconciler: Reconciler): void {
  const { state } = reconciler;
  if (promiseState(state.result) === "pending" || promiseState(state.result) === "none") return;
  const interval = state.waiting.find(({ what }) => what.kind === "timer" && what.period > 0);
  if (interval)
    reconciler.stop("FL0003", "an interval that goes on after the reconcile has returned is not modelled: clear it before", interval.at[0]);
}

/** Once the micro-tasks are done, Node looks for rejections without a handler. */
function noteRejections(reconciler: Reconciler): void {
  const { state, vm } = reconciler;
  for (const promise of state.unhandled) if (promise !== state.result) reconciler.noteThrown(settledValue(promise));
  assign(vm.journal, state, "unhandled", []);
}
