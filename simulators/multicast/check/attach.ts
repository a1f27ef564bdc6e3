import type { Problem, Related } from "../../../protocol/problem.ts";
import type { Step, Trace } from "../../../protocol/trace.ts";
import { record, type Studio } from "../trace/build.ts";
import type { Draft } from "./draft.ts";
import { fixesOf } from "./remedies.ts";

/** Traces in one result at most: the others are made when somebody asks for them. */
const mostTraces = 32;

/** Steps of a trace named beside a problem at most. */
const mostSteps = 10;

/** Problems with the traces that show them. */
export interface Attached {
  readonly problems: readonly Problem[];
  readonly traces: readonly Trace[];
}

/**
 * Records the packets of problems: the first of each code in any case, then in order as far as there is room.
 *
 * @throws {Error} A recorded packet does not break its property: our own fault.
 */
export function attachTraces(studio: Studio, drafts: readonly Draft[]): Attached {
  const mended = withFixes(drafts);
  const chosen = chooseShown(mended);
  const traces: Trace[] = [];
  const problems = mended.map((draft): Problem => {
    if (!draft.packet || !chosen.has(draft)) return draft.problem;
    const recording = record(studio, draft.packet);
    if (recording.kind === "too-large") return draft.problem;
    if (recording.kind === "gone") throw new Error(`${draft.problem.code} cannot be run again: ${recording.message}`);
    const { trace } = recording;
    if (trace.harm === undefined) throw new Error(`${draft.problem.code} did not fail when it was run again: ${draft.problem.message}`);
    traces.push(trace);
    return { ...draft.problem, trace: traces.length - 1, related: [...draft.problem.related, ...relatedSteps(draft.problem, trace)] };
  });
  return { problems, traces };
}

/** Problems for which fixes are worked out at most: each takes checking the edited fabric. */
const mostMended = 20;

function withFixes(drafts: readonly Draft[]): readonly Draft[] {
  let left = mostMended;
  return drafts.map((draft) => {
    if (!draft.remedies || left === 0) return draft;
    left--;
    const fixes = fixesOf(draft.remedies());
    return fixes.length === 0 ? draft : { ...draft, problem: { ...draft.problem, fixes } };
  });
}

function chooseShown(drafts: readonly Draft[]): ReadonlySet<Draft> {
  const withPacket = drafts.filter(({ packet }) => packet);
  const codes = new Set<string>();
  const first = withPacket.filter(({ problem: { code } }) => !codes.has(code) && codes.add(code));
  const others = withPacket.filter((draft) => !first.includes(draft));
  return new Set([...first, ...others.slice(0, Math.max(0, mostTraces - first.length))]);
}

/** The steps that lead to the harm, by their numbers. */
function relatedSteps({ path, range }: Problem, { steps, harm = 0 }: Trace): Related[] {
  const before = steps.flatMap((step, index) => (index < harm && !isOnWay(step) ? [index] : []));
  const shown = [...before, ...wayTo(steps, harm)].slice(-mostSteps);
  return shown.flatMap((index): Related[] => {
    const step = steps[index];
    return step ? [{ message: `${index + 1}. ${step.message}`, path: step.at?.path ?? path, range: step.at?.range ?? range }] : [];
  });
}

const isOnWay = ({ action }: Step): boolean => ["hop", "drop", "stuck", "omit", "deliver"].includes(action);

/** Indices of the transmissions that lead to a step, itself included, ascending. */
function wayTo(steps: readonly Step[], end: number): number[] {
  const way = [end];
  let lane = steps[end]?.lane;
  for (let index = end - 1; index >= 0; index--) {
    const step = steps[index];
    if (step?.action !== "hop" || step.to !== lane) continue;
    way.unshift(index);
    lane = step.lane;
  }
  return way;
}
