/** Wall clock and, for a busy machine, time on the processor. */
import { median, milliseconds } from "../support.ts";

export interface Times {
  /** Milliseconds; medians. */
  readonly wall: number;
  readonly processor: number;
}

export const show = ({ wall, processor }: Times): string => `${milliseconds(wall)} (processor ${milliseconds(processor)})`;

/** Median times of `work`, which is made ready by `prepare` each time. The first `warmUps` are not counted. */
export async function measure<Ready>(
  rounds: number,
  warmUps: number,
  prepare: () => Ready | Promise<Ready>,
  work: (ready: Ready) => unknown,
): Promise<Times> {
  const walls: number[] = [];
  const processors: number[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const ready = await prepare();
    globalThis.gc?.();
    const used = process.cpuUsage();
    const start = performance.now();
    await work(ready);
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(used);
    if (round < 0) continue;
    walls.push(wall);
    processors.push((user + system) / 1000);
  }
  return { wall: median(walls), processor: median(processors) };
}
