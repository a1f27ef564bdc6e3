import type { Shard } from "./options.ts";

/** The scenarios of one shard: every N-th of the report's order, so that neighbours, which are often alike, are spread. */
export function scenariosOfShard<Scenario>(scenarios: readonly Scenario[], { index, of }: Shard): readonly Scenario[] {
  return scenarios.filter((_, position) => position % of === index - 1);
}
