import { countSingleFailures } from "../elements.ts";
import type { FailureEntry, Topology } from "../model.ts";
import type { EntryFacts, FailureName } from "./findings.ts";

/** In how many cases of an entry of `failures` every receiver of every group gets its copy. */
export interface CaseCount {
  readonly cases: number;
  readonly reached: number;
}

export function countCases(topology: Topology, entry: FailureEntry, facts: readonly EntryFacts[]): CaseCount {
  const cases = entry.kind === "set" ? 1 : countSingleFailures(topology, entry.kinds);
  const whole = new Map<string, number>();
  const single = new Map<string, Set<string>>();
  for (const { orbit, element, size } of facts.flatMap(({ failing }) => failing)) {
    if (element === undefined) whole.set(orbit, size);
    else single.set(orbit, (single.get(orbit) ?? new Set()).add(element));
  }
  const isFailing = ({ orbit, element }: FailureName) => whole.has(orbit) || (single.get(orbit)?.has(element) ?? false);
  const mending = entry.kind === "every" ? facts.flatMap((one) => (one.mending ? [one.mending] : [])) : [];
  if (mending.length > 0) return { cases, reached: common(mending).filter((name) => !isFailing(name)).length };
  let failing = [...whole.values()].reduce((sum, size) => sum + size, 0);
  for (const [orbit, elements] of single) if (!whole.has(orbit)) failing += elements.size;
  return { cases, reached: cases - failing };
}

/** What is in every one of the lists. */
function common([first = [], ...others]: readonly (readonly FailureName[])[]): readonly FailureName[] {
  const sets = others.map((names) => new Set(names.map(({ element }) => element)));
  return first.filter(({ element }) => sets.every((set) => set.has(element)));
}
