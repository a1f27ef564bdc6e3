import { VPromise } from "../builtins/promise.ts";
import type { Frame } from "../frame.ts";
import type { CodePlace } from "../vm.ts";
import { Continuation } from "./async.ts";
import { offsetOf, placesOf } from "./places.ts";

/**
 * Places of the code that runs, innermost first, and behind them those of the async functions that await it: each at its `await`.
 * Where a promise is awaited by way of others (`Promise.all`, `then`), the list ends.
 */
export function awaitingPlaces(top: Frame | undefined): readonly CodePlace[] {
  const places = [...placesOf(top)];
  let waiting = awaiterOf(top);
  for (let count = 0; waiting !== undefined && count < maximumAwaiters; count += 1) {
    if (!waiting.code.isOurs) places.push({ name: waiting.code.name, offset: offsetOf(waiting) });
    waiting = awaiterOf(waiting);
  }
  return places;
}

/** A place is looked for in the first few. */
const maximumAwaiters = 50;

/** The frame that awaits the outermost async function of a stack. */
function awaiterOf(top: Frame | undefined): Frame | undefined {
  let owner: VPromise | undefined;
  for (let frame = top; frame !== undefined; frame = frame.caller) if (frame.owner instanceof VPromise) owner = frame.owner;
  for (let reaction = owner?.reactions; reaction !== undefined; reaction = reaction.next) {
    if (reaction.onFulfilled instanceof Continuation) return reaction.onFulfilled.frame;
  }
  return undefined;
}
