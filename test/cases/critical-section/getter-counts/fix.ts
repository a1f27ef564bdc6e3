import { criticalSection } from "faultline/critical-section";

const ids = {
  last: 0,
  get next(): number {
    return criticalSection(() => {
      this.last += 1;
      return this.last;
    });
  },
};
const given: number[] = [];

/** @thread x2 */
export function take(): void {
  const id = ids.next;
  given.push(id);
}

/** @finally */
export const allDifferent = (): boolean => new Set(given).size === given.length;
