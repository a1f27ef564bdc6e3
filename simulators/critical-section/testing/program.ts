import type { Program, Scenario } from "../../core/simulator.ts";
import { unlimited } from "../../core/budget.ts";
import type { Names, World, WorldOptions } from "../machine/world.ts";
import { type MachineOptions, machineDefaults, type Payload } from "../payload.ts";
import { loadWorld } from "../verify/load.ts";

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A program that needs no bundler: a module without imports; intrinsics are called by their names. */
export function programOf(code: string): Program {
  return { code, sourceMap: '{"version":3,"sources":[],"names":[],"mappings":""}', files: [] };
}

/** The scenario of a program that stands in one file, and is its own bundle: places are known by their lines. */
export function scenarioOf(code: string, path = "program.js"): Scenario & { readonly program: Program } {
  const lines = code.split("\n").map((_, line) => (line === 0 ? "AAAA" : "AACA"));
  const sourceMap = JSON.stringify({ version: 3, sources: [path], names: [], mappings: lines.join(";") });
  const files = [{ path, text: code }];
  const program = { code, sourceMap, files };
  return { simulator: "critical-section", name: path, path, range: nowhere, inputs: files, findings: [], payload: undefined, program };
}

export interface ThreadSketch {
  readonly name: string;
  readonly count?: number;
  readonly cpu?: number;
  readonly isAsync?: boolean;
}

export function payloadOf(
  threads: readonly ThreadSketch[],
  { machine = {}, ...rest }: Partial<Omit<Payload, "machine" | "threads">> & { readonly machine?: Partial<MachineOptions> } = {},
): Payload {
  return {
    threads: threads.map(({ name, count = 1, cpu = 0, isAsync = false }) => ({ name, count, cpu, isAsync, range: nowhere })),
    invariants: [],
    finals: [],
    environment: [],
    hasSections: true,
    ...rest,
    machine: { ...machineDefaults, isModelExplicit: true, ...machine },
  };
}

export const named = (name: string) => ({ name, range: nowhere });

/** Names without a source map. */
export const plainNames: Names = {
  locate: () => undefined,
  declaration: () => undefined,
  location: (_world, _cell, place) => (typeof place === "object" ? "object" : String(place)),
};

export const plainOptions: WorldOptions = { tracksFlow: false, allBoundaries: false, allKinds: false };

export function worldOf(code: string, payload: Payload, options: Partial<WorldOptions> = {}): World {
  const loaded = loadWorld(programOf(code), payload, { ...plainOptions, ...options }, plainNames, unlimited());
  if (loaded.kind === "failed") throw new Error(`${loaded.code}: ${loaded.message}`);
  return loaded.world;
}
