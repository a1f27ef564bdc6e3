import type { Budget } from "../../core/budget.ts";
import type { Program } from "../../core/simulator.ts";
import type { Names, World, WorldOptions } from "../machine/world.ts";
import { Sharing } from "../machine/sharing.ts";
import type { MachineModel, Payload } from "../payload.ts";
import { loadWorld, type LoadFailure } from "./load.ts";
import { modelOf } from "./model.ts";
import { type SearchResult, search } from "./search.ts";
import { serialEnds } from "./serial.ts";

/** What was found out about a file's threads. */
export interface Verification {
  readonly kind: "verified";
  readonly payload: Payload;
  /** With which the findings can be replayed. */
  readonly options: WorldOptions;
  readonly search: SearchResult;
  /** The serial orders were all run, so that ends could be compared with theirs. */
  readonly comparesEnds: boolean;
  readonly misuse: World["misuse"];
  /** Where runs must stop for the choices of the findings to mean the same. */
  readonly sharing: Sharing;
}

/** What one program may take for big texts, arrays and buffers, MiB: the memory of one run, not of the search. */
const programMegabytes = 256;

/** Tries every schedule of the file's threads. Deterministic in its arguments, as long as no limit of time or memory strikes. */
export function verify(program: Program, payload: Payload, names: Names, budget: Budget): Verification | LoadFailure {
  const model = modelOf(program, payload, names, budget);
  if (typeof model !== "string") return model;
  const resolved = withModel(payload, model);
  const basic: WorldOptions = {
    tracksFlow: true,
    allBoundaries: false,
    allKinds: false,
    memoryLimitMb: Math.min(budget.memoryLimitMb, programMegabytes),
  };
  const withBeacon = budget.beacon ? { ...basic, beacon: (offset: number) => budget.beacon?.(offset) } : basic;
  let aborts = 0;
  for (;;) {
    const ends = serialEnds(program, resolved, names, budget, aborts);
    const options: WorldOptions = ends ? { ...withBeacon, serialEnds: ends, serialAborts: aborts } : withBeacon;
    const loaded = loadWorld(program, resolved, options, names, budget, new Sharing());
    if (loaded.kind === "failed") return loaded;
    const { world } = loaded;
    const result = search(world, budget);
    const needed = world.learnt.hasAborted ? resolved.machine.maxEvents : 0;
    const misjudgesEnds = ends !== undefined && needed > aborts;
    if (misjudgesEnds && result.isComplete) {
      aborts = needed;
      continue;
    }
    const { allBoundaries, allKinds } = world.options;
    return {
      kind: "verified",
      payload: resolved,
      options: { ...options, tracksFlow: true, allBoundaries, allKinds },
      search: misjudgesEnds ? withoutEnds(result) : result,
      comparesEnds: (resolved.machine.cpus === 1 && ends === undefined) || ends?.(world.learnt.handlerWrites) !== undefined,
      misuse: world.misuse,
      sharing: world.sharing,
    };
  }
}

/** Ends were compared with orders in which no section is aborted, and there is no time for the others. */
function withoutEnds(result: SearchResult): SearchResult {
  return { ...result, findings: result.findings.filter(({ failure }) => failure.code !== "FL1002") };
}

function withModel(payload: Payload, model: MachineModel): Payload {
  return payload.machine.model === model ? payload : { ...payload, machine: { ...payload.machine, model } };
}
