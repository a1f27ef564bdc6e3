import type { Value } from "../../core/vm/value.ts";
import { promiseState, settledValue } from "./promises.ts";
import { assign } from "../../core/program/assign.ts";
import type { World } from "./world.ts";

/** Looks at the invariants, if anything that they read was written since. */
export function judgeInvariants(world: World): void {
  const { state, payload, vm } = world;
  if (!state.isDirty || payload.invariants.length === 0) return;
  const isInside = state.strands.some(({ section }) => section !== undefined);
  for (const { name, always } of payload.invariants) {
    if (isInside && !always) continue;
    const answer = ask(world, name);
    if (answer === undefined || answer.isTrue) continue;
    world.fail({ code: "FL1003", property: `invariant:${name}`, strand: -1, offset: -1, text: answer.text });
  }
  if (!isInside) assign(vm.journal, state, "isDirty", false);
}

/** At the end of a run: the user's `@finally`, what nobody handled, and who never came to an end. */
export function judgeEnd(world: World): void {
  const { state } = world;
  // That was told when it was found.
  if (state.isStarved) return;
  const unfinished = world.threads.filter(({ standing }) => standing.kind !== "finished");
  if (unfinished.length > 0) return judgeStuck(world);
  for (const promise of state.unhandled) {
    // A thread's own rejection was told when it ended.
    if (world.threads.some(({ result }) => result === promise)) continue;
    const text = world.toText(settledValue(promise));
    world.fail({ code: "FL1023", property: "no-exception", strand: -1, offset: -1, text: `a rejection that nobody handles: ${text}` });
  }
  const { handlerWrites } = world.learnt;
  const ends = world.options.serialEnds?.(handlerWrites);
  if (ends && !ends.has(world.endText(handlerWrites))) world.fail({ code: "FL1002", property: "serialisable", strand: -1, offset: -1 });
  for (const { name } of world.payload.finals) {
    const answer = ask(world, name);
    if (answer === undefined || answer.isTrue) continue;
    world.fail({ code: "FL1022", property: `finally:${name}`, strand: -1, offset: -1, text: answer.text });
  }
}

/** Nothing can run, and not all have finished. */
function judgeStuck(world: World): void {
  const parked = world.threads.find(({ isParked }) => isParked);
  if (parked) {
    world.fail({ code: "FL1011", property: "handler-keeps-thread", strand: parked.index, offset: world.offsetOf(parked) });
    return;
  }
  const first = world.threads.find(({ standing }) => standing.kind !== "finished");
  if (first) world.fail({ code: "FL1021", property: "progress", strand: first.index, offset: world.offsetOf(first) });
}

/** Calls a predicate of the user's, which may only read. Undefined: it did something else, which the world now knows. */
function ask(world: World, name: string): { readonly isTrue: boolean; readonly text: string } | undefined {
  const { vm, memory } = world;
  const mark = vm.journal.mark;
  vm.context = world.judgeContext;
  memory.enterJudging();
  const task = vm.start(world.exported(name), undefined, []);
  const stop = vm.run(task, maximumInstructions);
  const wrote = memory.judgeWrote >= 0;
  const offset = vm.stack(task)[0]?.offset ?? -1;
  memory.leave();
  const answer = wrote ? undefined : answerOf(world, name, stop.kind === "done" || stop.kind === "threw" ? stop : undefined);
  const text = answer?.text;
  vm.journal.undoTo(mark);
  if (wrote) world.misuse ??= { name, message: `${name} writes to memory: a predicate may only read`, offset };
  else if (stop.kind === "not-modelled") world.notModelled ??= { message: stop.message, offset, isEndless: stop.isEndless ?? false };
  else if (answer === undefined) world.misuse ??= { name, message: `${name} does not come to an end`, offset };
  return answer === undefined ? undefined : { isTrue: answer.isTrue, text: text ?? "" };
}

const maximumInstructions = 5_000_000;

function answerOf(
  world: World,
  name: string,
  stop: { readonly kind: "done" | "threw"; readonly value: Value } | undefined,
): { readonly isTrue: boolean; readonly text: string } | undefined {
  if (!stop) return undefined;
  if (stop.kind === "threw") return { isTrue: false, text: `${name} throws ${world.toText(stop.value)}` };
  if (promiseState(stop.value) !== "none") {
    world.misuse ??= { name, message: `${name} returns a promise: a predicate answers at once`, offset: -1 };
    return { isTrue: true, text: "" };
  }
  return { isTrue: Boolean(stop.value), text: `${name} is ${world.toText(stop.value)}` };
}
