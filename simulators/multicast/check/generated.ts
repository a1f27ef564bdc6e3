import type { Budget } from "../../core/budget.ts";
import type { Generate } from "../model.ts";
import { measureScale, type ScaleFigures } from "../scale/figures.ts";
import type { Tables, Tier } from "../tables.ts";
import { createMemo } from "./memo.ts";
import { Stopped } from "./progress.ts";
import type { State } from "./state.ts";

/**
 * The figures of a generated workload on top of the groups of the configuration.
 *
 * @throws {Stopped} A limit came first.
 */
export function examineGenerated({ fabric, installation }: State, generate: Generate, budget: Budget): ScaleFigures {
  const { topology, limits } = fabric;
  const taken = { leaves: entriesIn(installation.tables, "leaf"), pods: entriesIn(installation.tables, "pod") };
  const { occupied, ...plain } = limits;
  const maps = [occupied.leaves, occupied.pods, taken.leaves, taken.pods].map((map) => [...map]);
  return memo.get(JSON.stringify([topology, plain, generate, maps]), () => {
    const result = measureScale(topology, limits, generate, budget, { taken });
    if (result.kind === "stopped") throw new Stopped(result.limit);
    return result.figures;
  });
}

/** A run takes seconds; its figures are small. */
const memo = createMemo<ScaleFigures>(4, 1_000_000);

const entriesIn = (tables: Tables, tier: Tier): ReadonlyMap<number, number> =>
  new Map(tables.switches(tier).map((id) => [id, tables.entries(tier, id).length]));
