import type { Simulator } from "./core/simulator.ts";
import { criticalSection } from "./critical-section/index.ts";
import { multicast } from "./multicast/index.ts";

/** One line per simulator. */
export const simulators: readonly Simulator[] = [criticalSection, multicast];

export function simulatorOf(id: string): Simulator | undefined {
  return simulators.find((simulator) => simulator.id === id);
}
