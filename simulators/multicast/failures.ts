/** What the controller does about failures (§5): which headers a sender uses after its update. */
import { isEqual } from "./bitmap.ts";
import { bitsOf, smallestCover } from "./cover.ts";
import type { Failures, GroupRules, Topology } from "./model.ts";
import { reachability } from "./reach.ts";
import { headerFor, type UpChoice } from "./sender.ts";
import { type ServedHeader, type SplitLimits, splitHeaders } from "./split.ts";
import { type Targets, targetsOf } from "./targets.ts";

export type { ServedHeader } from "./split.ts";

/** A sender's headers after the controller's update. */
export interface Update {
  /** Separate receivers; together every reachable one. None when nobody is reachable. */
  readonly headers: readonly ServedHeader[];
  /** Receivers besides the sender without a live up-down path, ascending. */
  readonly unreachable: readonly number[];
  /** Least number of headers with separate receivers, over all sets of ways up. */
  readonly minHeaders: number;
  /** False: the search for `minHeaders` was given up at its bound (see `cover.ts`); it is then the best number found. */
  readonly isExact: boolean;
}

/**
 * The headers of one sender, on the intact fabric or after the controller's update.
 *
 * One header when one way up serves everybody reachable, with multipath where every live choice does; else one for each way of a smallest set of them.
 * Where a pod has to be split between headers and neither `spineRules` nor `leafRules` has room to keep them apart, more headers than `minHeaders` are used.
 * With `spineRules` 0 and no room for leaf rules not even that helps: some receivers then get two copies, and the walk shows it.
 */
export function updatedHeaders(
  topology: Topology,
  limits: SplitLimits,
  rules: GroupRules,
  receivers: readonly number[],
  sender: number,
  failures: Failures,
): Update {
  const { reachable, unreachable } = reachability(topology, failures, sender, receivers);
  if (reachable.length === 0) return { headers: [], unreachable, minHeaders: 0, isExact: true };
  const targets = targetsOf(topology, failures, sender, reachable);
  const up = singleChoice(topology, targets);
  if (up) {
    return {
      headers: [{ header: headerFor(topology, rules, reachable, sender, up), receivers: reachable }],
      unreachable,
      minHeaders: 1,
      isExact: true,
    };
  }
  const { chosen, isExact } = smallestCover(targets.served, targets.leaves.length);
  const headers = splitHeaders(topology, limits, rules, targets, chosen, reachable, sender);
  return { headers, unreachable, minHeaders: chosen.length, isExact };
}

/** How one header names its ways up, multipath where every live choice serves all; undefined when one header is not enough. */
function singleChoice(topology: Topology, { leaves, goesBeyondPod, ways, served }: Targets): UpChoice | undefined {
  if (leaves.length === 0) return { spine: "any", core: "any" };
  const all = bitsOf(leaves.length, () => true);
  const good = ways.filter((_, index) => isEqual(served[index] ?? all, all) && served[index] !== undefined);
  if (good.length === 0) return undefined;
  if (good.length === ways.length) return { spine: "any", core: "any" };
  const isGood = (spine: number, core: number) => good.some((way) => way.spine === spine && way.core === core);
  const spines = [...new Set(ways.map((way) => way.spine))];
  if (!goesBeyondPod) return { spine: good[0]?.spine ?? 0, core: "any" };
  for (let core = 0; core < topology.coresPerSpine; core++) if (spines.every((spine) => isGood(spine, core))) return { spine: "any", core };
  const whole = spines.find((spine) => ways.every((way) => way.spine !== spine || isGood(way.spine, way.core)));
  if (whole !== undefined) return { spine: whole, core: "any" };
  return good[0];
}
