import type { Strand } from "./thread.ts";
import type { World } from "./world.ts";

/** Sets up the threads, in the order of the file, and a place for the handler on each CPU. */
export function createStrands(world: World): void {
  const { strands, upcalls } = world.state;
  const numbers = new Map<string, number>();
  for (const { name, count, cpu } of world.payload.threads) {
    for (let copy = 0; copy < count; copy += 1) {
      const number = (numbers.get(name) ?? 0) + 1;
      numbers.set(name, number);
      strands.push(createStrand(strands.length, `${name}#${number}`, cpu, "unstarted"));
    }
  }
  world.threadCount = strands.length;
  for (let cpu = 0; cpu < world.payload.machine.cpus; cpu += 1) {
    upcalls.push(undefined);
    strands.push(createStrand(strands.length, world.payload.handler?.name ?? "default handler", cpu, "idle"));
  }
}

function createStrand(index: number, name: string, cpu: number, kind: "unstarted" | "idle"): Strand {
  return {
    index,
    name,
    cpu,
    task: { top: undefined },
    standing: { kind },
    depth: 0,
    section: undefined,
    pending: [],
    effects: [],
    attempts: 0,
    accesses: 0,
    jobs: [],
    isInJob: false,
    result: undefined,
    isYielding: false,
    isParked: false,
    hasPermit: false,
    hasThrown: false,
  };
}
