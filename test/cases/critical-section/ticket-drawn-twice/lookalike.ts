import { criticalSection } from "faultline/critical-section";

let nextTicket = 0;
let nowServing = 0;
let inside = 0;
let most = 0;

/** @thread x2 */
export function work(): void {
  const mine = criticalSection(() => nextTicket++);
  while (nowServing !== mine);
  inside += 1;
  most = Math.max(most, inside);
  inside -= 1;
  nowServing += 1;
}

/** @finally */
export const oneAtATime = (): boolean => most === 1;
