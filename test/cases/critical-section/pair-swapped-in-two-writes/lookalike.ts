import { criticalSection } from "faultline/critical-section";

let pair: { readonly left: number; readonly right: number } = { left: 1, right: 2 };
let sum = 0;

/** @thread */
export function swap(): void {
  criticalSection(() => {
    const { left, right } = pair;
    pair = { left: right, right: left };
  });
}

/** @thread */
export function add(): void {
  const { left, ...others } = pair;
  sum = left + others.right;
}

/** @finally */
export const bothSeen = (): boolean => sum === 3;
