import { criticalSection } from "faultline/critical-section";

const pair = { left: 1, right: 2 };
let sum = 0;

/** @thread */
export function swap(): void {
  criticalSection(() => {
    [pair.left, pair.right] = [pair.right, pair.left];
  });
}

/** @thread */
export function add(): void {
  criticalSection(() => {
    const { left, ...others } = pair;
    sum = left + others.right;
  });
}

/** @finally */
export const bothSeen = (): boolean => sum === 3;
