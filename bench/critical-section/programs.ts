/** Programs that several of these benchmarks run. */
import type { Payload } from "../../simulators/critical-section/payload.ts";
import type { World, WorldOptions } from "../../simulators/critical-section/machine/world.ts";
import { payloadOf, worldOf } from "../../simulators/critical-section/testing/program.ts";

/** Threads that each raise `x` so many times by reading it and then writing what was read plus one: two shared accesses a round. */
export interface Increments {
  readonly threads: number;
  readonly rounds: number;
}

const source = ({ rounds }: Increments): string => `
export let x = 0;
export function add() {
  for (let round = 0; round < ${rounds}; round += 1) {
    const seen = x;
    x = seen + 1;
  }
}`;

const payload = ({ threads }: Increments): Payload => payloadOf([{ name: "add", count: threads }]);

export const incrementsWorld = (program: Increments, options: Partial<WorldOptions> = {}): World =>
  worldOf(source(program), payload(program), options);

/** What the counter holds now. */
export function counterIn(world: World): number {
  const value = world.vm.exports().get("x")?.();
  if (typeof value !== "number") throw new Error("x is no number");
  return value;
}
