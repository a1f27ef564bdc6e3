import { criticalSection } from "faultline/critical-section";

const stats = { hits: 0 };

/** @thread x2 */
export function count(): void {
  const seen = stats.hits;
  stats.hits = seen + 1;
}

/** @thread */
export function reset(): void {
  criticalSection(() => {
    stats.hits = 0;
  });
}
