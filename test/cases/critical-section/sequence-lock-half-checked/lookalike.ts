import { criticalSection } from "faultline/critical-section";

const data = { low: 0, high: 0 };
const seen: string[] = [];

/** @thread */
export function write(): void {
  criticalSection(() => {
    data.low = 1;
    data.high = 1;
  });
}

/** @thread */
export function read(): void {
  const { low, high } = criticalSection(() => ({ ...data }));
  seen.push(`${low}${high}`);
}

/** @finally */
export const neverTorn = (): boolean => seen.every((pair) => pair === "00" || pair === "11");
