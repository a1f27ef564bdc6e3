import type { Fix, Problem, Related } from "../../../protocol/problem.ts";
import { setOrInsert } from "../../core/config/edits.ts";
import { fixOf, problemOf } from "../../core/config/problems.ts";
import { hasPointer, rangeOf } from "../../core/config/spans.ts";
import { formatCount } from "../../core/config/words.ts";
import type { Understood } from "../config/index.ts";
import { retryNanoseconds } from "../verbs/status.ts";

/**
 * FL4019: a memory node that is gone is noticed later than the program may stall. At `deadlineMs`; one problem at most.
 *
 * @param opens Where the program opens files.
 */
export function lateDeadline({ configuration, document }: Understood, opens: readonly Related[] = []): readonly Problem[] {
  const deadlineMs = configuration?.deadlineMs;
  if (!configuration || !document || deadlineMs === undefined) return [];
  const { timeout, retry } = configuration.queuePair;
  const stallMs = retryNanoseconds({ timeout, retry }) / 1e6;
  if (stallMs <= deadlineMs) return [];
  const tries = retry === 0 ? "1 try" : `${retry + 1} tries`;
  const message = `A memory node that is gone is noticed after ${milliseconds(stallMs)} (${tries} of 4.096 µs · 2^${timeout}), later than \`deadlineMs\` allows: ${milliseconds(deadlineMs)}`;
  const fixes: Fix[] = [];
  const shorter = largest(31, (one) => retryNanoseconds({ timeout: one, retry }) / 1e6 <= deadlineMs);
  const fewer = largest(7, (one) => retryNanoseconds({ timeout, retry: one }) / 1e6 <= deadlineMs);
  if (shorter !== undefined) fixes.push(fixOf(`Set qp.timeout to ${shorter}`, setOrInsert(document, ["qp", "timeout"], shorter), true));
  if (fewer !== undefined) fixes.push(fixOf(`Set qp.retry to ${fewer}`, setOrInsert(document, ["qp", "retry"], fewer)));
  fixes.push(fixOf(`Set deadlineMs to ${Math.ceil(stallMs)}`, setOrInsert(document, ["deadlineMs"], Math.ceil(stallMs))));
  const problem = problemOf(document, {
    code: "FL4019",
    severity: "warning",
    message,
    range: rangeOf(document.spans, ["deadlineMs"]),
    related: hasPointer(document.spans, ["qp"])
      ? [{ message: "the timers are set here", range: rangeOf(document.spans, ["qp"], { place: "key" }) }]
      : [],
    fixes,
  });
  return [{ ...problem, related: [...problem.related, ...opens] }];
}

const milliseconds = (value: number): string => `${value < 10 ? Number(value.toPrecision(2)) : formatCount(Math.round(value))} ms`;

/** The largest number from 0 to `most` that will do. */
function largest(most: number, isEnough: (value: number) => boolean): number | undefined {
  for (let value = most; 0 <= value; value--) if (isEnough(value)) return value;
  return undefined;
}
