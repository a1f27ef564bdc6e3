import type { PendingCall, Strand } from "../process/types.ts";

/** A call that the cache of the process answers. */
export const isCached = (call: PendingCall): boolean => call.target.kind === "api" && call.target.request.cached === true;

/** A timer waits for those that fire before it, and an interval does not keep calls waiting for ever. */
export function isDue(call: PendingCall, { pending }: Strand): boolean {
  const { target } = call;
  if (target.kind !== "timer") return true;
  const isKept = ({ waitsForAnswer }: PendingTimer): boolean =>
    waitsForAnswer === true && pending.some((each) => each.target.kind !== "timer");
  if (isKept(target)) return false;
  return pending.every(({ target: other }) => other.kind !== "timer" || other.milliseconds >= target.milliseconds || isKept(other));
}

type PendingTimer = PendingCall["target"] & { readonly kind: "timer" };
