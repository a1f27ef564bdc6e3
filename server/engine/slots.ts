import { availableParallelism } from "node:os";

/** Workers of an engine: as many as asked for; 0 means as many as the machine has cores, at most 4. */
export function slotsOf(workers: number): number {
  return workers > 0 ? workers : Math.min(4, availableParallelism());
}
