import { criticalSection } from "faultline/critical-section";

interface Job {
  readonly cost: number;
}

const jobs: Job[] = [{ cost: 3 }];

/** @thread x2 */
export function work(): number {
  if (criticalSection(() => jobs.length === 0)) return 0;
  const job = criticalSection(() => jobs.shift() as Job);
  return job.cost;
}
