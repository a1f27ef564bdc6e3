const pair = { left: 1, right: 2 };
let sum = 0;

/** @thread */
export function swap(): void {
  ({ left: pair.right, right: pair.left } = pair);
}

/** @thread */
export function add(): void {
  const { left, ...others } = pair;
  sum = left + others.right;
}

/** @finally */
export const bothSeen = (): boolean => sum === 3;
