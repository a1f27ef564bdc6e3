import { criticalSection } from "faultline/critical-section";

/** @thread x2 */
export function sum(): number {
  const own = { total: 0 };
  criticalSection(() => {
    own.total += 1;
  });
  return own.total;
}
