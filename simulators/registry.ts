import type { Simulator } from "./core/simulator.ts";
import { controller } from "./controller/index.ts";
import { criticalSection } from "./critical-section/index.ts";
import { multicast } from "./multicast/index.ts";
import { remoteFile } from "./remote-file/index.ts";

/** One line per simulator. */
export const simulators: readonly Simulator[] = [controller, criticalSection, multicast, remoteFile];

export function simulatorOf(id: string): Simulator | undefined {
  return simulators.find((simulator) => simulator.id === id);
}
