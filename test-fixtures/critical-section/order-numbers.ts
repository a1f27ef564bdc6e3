import { criticalSection } from "faultline/critical-section";

const orders = { next: 1000 };
const box = new Map<number, string>();

/** @thread x2 */
export function open(): void {
  const number = criticalSection(() => {
    const fresh = orders.next++;
    console.log(`order ${fresh} opened`);
    return fresh;
  });
  box.set(number, "open");
}
