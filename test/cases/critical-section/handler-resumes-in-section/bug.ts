/** @machine events=timer maxEvents=1 */
import { criticalSection, type Decision, type Interrupt } from "faultline/critical-section";

const totals = { jobs: 0, cost: 0 };

/** @thread x2 */
export function work(): number {
  return criticalSection(() => {
    totals.jobs += 1;
    totals.cost += 3;
    return totals.jobs;
  });
}

/** @interruptHandler */
export function onInterrupt(info: Interrupt): Decision {
  void info;
  return "resume";
}

/** @finally */
export const allCounted = (): boolean => totals.jobs === 2 && totals.cost === 6;
