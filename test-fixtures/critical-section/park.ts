import { criticalSection, type Decision, type Interrupt } from "faultline/critical-section";

const totals = { jobs: 0 };

/** @thread x2 */
export function work(): void {
  criticalSection(() => {
    totals.jobs += 1;
  });
}

/** @interruptHandler */
export function onInterrupt(info: Interrupt): Decision {
  return info.inSection ? "park" : "resume";
}
