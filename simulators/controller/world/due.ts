import type { PendingCall, Strand } from "../process/types.ts";
import { slotWord } from "./layout.ts";
import type { World } from "./world.ts";

/** A call that the cache of the process answers. */
export const isCached = (call: PendingCall): boolean => call.target.kind === "api" && call.target.request.cached === true;

/** Code that stands still at a look gets nothing else before. A timer waits for those that fire before it, and an interval does not keep calls waiting for ever. */
export function isDue(call: PendingCall, { pending }: Strand): boolean {
  const { target } = call;
  if (call.look !== undefined) return true;
  if (pending.some(({ look }) => look !== undefined)) return false;
  if (target.kind !== "timer") return true;
  const isKept = ({ waitsForAnswer }: PendingTimer): boolean =>
    waitsForAnswer === true && pending.some((each) => each.target.kind !== "timer");
  if (isKept(target)) return false;
  return pending.every(({ target: other }) => other.kind !== "timer" || other.milliseconds >= target.milliseconds || isKept(other));
}

/**
 * A timer, while calls wait for their answers: an answer that takes that long is a fault. Otherwise a time-out around a call might strike in every
 * reconcile for ever, and nothing would ever come to rest.
 */
export const firesEarly = ({ target }: PendingCall, { pending }: Strand): boolean =>
  target.kind === "timer" && pending.some((other) => other.target.kind !== "timer");

type PendingTimer = PendingCall["target"] & { readonly kind: "timer" };

/** The slot of a state whose code looks once more at a kind: nobody can act between its two looks. -1: none. */
export function lookingSlot(world: World, words: Int32Array, at: number): number {
  if (!world.hasInformers) return -1;
  for (let slot = 0; slot < world.slots; slot += 1) {
    const id = words[at + world.slotAt(slot) + slotWord.strand] as number;
    if (id !== 0 && world.strands.get(id - 1).pending.some(({ look }) => look === "again")) return slot;
  }
  return -1;
}
