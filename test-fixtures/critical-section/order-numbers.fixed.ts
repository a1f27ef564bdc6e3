import { criticalSection } from "faultline/critical-section";

const orders = { next: 1000 };
const box = new Map<number, string>();

/** @thread x2 */
export function open(): void {
  const number = criticalSection(() => {
    return orders.next++;
  });
  console.log(`order ${number} opened`);
  box.set(number, "open");
}
