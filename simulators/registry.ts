import type { Simulator } from "./core/simulator.ts";
import { multicast } from "./multicast/index.ts";

/** One line per simulator. */
export const simulators: readonly Simulator[] = [multicast];

export function simulatorOf(id: string): Simulator | undefined {
  return simulators.find((simulator) => simulator.id === id);
}
