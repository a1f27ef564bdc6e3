import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { StateWords } from "../../core/vm/state-key.ts";
import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import type { Value } from "../../core/vm/value.ts";
import { placed } from "./host.ts";
import { promiseState, settledValue } from "../../core/program/promises.ts";
import type { Reconciler } from "./reconciler.ts";
import type { Waiting, WaitingTimer } from "./state.ts";
import { placeOfThrown, textOfThrown } from "../../core/program/thrown.ts";
import { statusOfThrown } from "./thrown.ts";
import type { Ending, PendingCall } from "./types.ts";

/** What waits now, as the search sees it. */
export function pendingOf({ state }: Reconciler): readonly PendingCall[] {
  return state.waiting.map(({ call, at, what }) => ({
    call,
    at,
    target: what.kind === "timer" ? timer(what, state.clock) : what.target,
    ...(what.kind === "look" ? { look: what.when } : {}),
  }));
}

function timer({ due, hasFired }: WaitingTimer, clock: number): PendingCall["target"] {
  const milliseconds = Math.max(0, due - clock);
  return hasFired ? { kind: "timer", milliseconds, waitsForAnswer: true } : { kind: "timer", milliseconds };
}

/** How the reconcile has ended; undefined while it runs. */
export function endingOf(reconciler: Reconciler): Ending | undefined {
  const { state, options, places } = reconciler;
  if (state.exitCode >= 0) return { kind: "exited", code: state.exitCode, ...placed(reconciler.answered) };
  switch (promiseState(state.result)) {
    case "fulfilled":
      return options.style === "defined" ? returned(settledValue(state.result), reconciler) : { kind: "returned" };
    case "rejected": {
      const reason = settledValue(state.result);
      const code = statusOfThrown(reason);
      const at = placeOfThrown(places, reason) ?? reconciler.answered;
      return { kind: "threw", message: textOfThrown(reason), ...placed(at), ...(code === undefined ? {} : { code }) };
    }
    case "pending":
    case "none":
      return undefined;
  }
}

/** What `reconcile` of a definition answers: nothing, or when to come back. */
function returned(value: Value, reconciler: Reconciler): Ending {
  if (value === undefined || value === null) return { kind: "returned" };
  if (!(value instanceof OrdinaryObject)) return nonsense("something that is no result", reconciler);
  const seconds = value.readOwn("requeueAfterSeconds");
  if (seconds === undefined || typeof seconds === "symbol" || seconds === null) return { kind: "returned" };
  if (typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0) return { kind: "returned", requeueAfterSeconds: seconds };
  return nonsense("a `requeueAfterSeconds` that is no number of seconds from 0", reconciler);
}

const nonsense = (what: string, { answered }: Reconciler): Ending => ({
  kind: "threw",
  message: `TypeError: reconcile returned ${what}`,
  ...placed(answered),
});

/** Module state: no words while it is as right after the modules were evaluated. */
export function memoryWords({ keys }: Reconciler): StateWords {
  keys.begin();
  return keys.finish();
}

/** All that makes a difference for how the reconcile goes on and for what is told of it. */
export function stateWords(reconciler: Reconciler, ending: Ending | undefined): StateWords {
  const { keys, state, traits } = reconciler;
  const out = keys.begin();
  out.word(state.waiting.length);
  for (const waiting of state.waiting) {
    out.word(waiting.call);
    out.text(JSON.stringify(waiting.at));
    writeWaiting(reconciler, waiting);
  }
  out.text(ending ? JSON.stringify(ending) : "");
  if (ending && state.waiting.length === 0) return keys.finish();
  out.cell(state.result);
  out.word(state.mutated.length);
  writeHalted(reconciler);
  if (traits.mayDraw) {
    out.value(state.seed);
    out.value(state.draws);
  }
  if (traits.readsClock) out.value(state.clock);
  return keys.finish();
}

/** Code that stands still, and what was to come after it. */
function writeHalted({ keys: out, state, vm }: Reconciler): void {
  if (state.halted === undefined) return;
  vm.writeTask({ top: state.halted }, out);
  out.value(vm.asyncStore);
  out.word(state.queue.length);
  for (const { callee, args, store } of state.queue) {
    out.cell(callee);
    out.value(store);
    out.word(args.length);
    for (const argument of args) out.value(argument);
  }
  out.word(state.unhandled.length);
  for (const promise of state.unhandled) out.cell(promise);
  for (const { question, value } of state.looks) {
    out.text(question);
    out.value(value);
  }
}

function writeWaiting({ keys: out, state, traits }: Reconciler, { callee, what }: Waiting): void {
  out.cell(callee);
  if (what.kind !== "timer") return out.text(JSON.stringify(what.target));
  out.value(what.due - state.clock);
  out.value(what.period);
  out.value(what.hasFired);
  out.value(what.store);
  if (traits.clearsTimers) out.value(what.id);
  out.word(what.args.length);
  for (const argument of what.args) out.value(argument);
}

/** Texts of `call` that are others in `other`, which differs in what was drawn alone; undefined: they are not alike. */
export function drawnTexts(call: PendingCall, other: PendingCall): readonly string[] | undefined {
  const texts = new Set<string>();
  return isAlike(call.target as unknown as Json, other.target as unknown as Json, texts) && texts.size > 0 ? [...texts] : undefined;
}

function isAlike(a: Json | undefined, b: Json | undefined, drawn: Set<string>): boolean {
  if (a === b) return true;
  if (typeof a === "string" && typeof b === "string") {
    drawn.add(a);
    return true;
  }
  if (typeof a === "number" && typeof b === "number") return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isAlike((a as JsonObject)[key], (b as JsonObject)[key], drawn));
}
