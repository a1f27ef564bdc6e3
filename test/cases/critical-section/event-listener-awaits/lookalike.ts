import { EventEmitter } from "node:events";
import { external } from "faultline/critical-section";

const bus = new EventEmitter();
let total = 0;
const log: string[] = [];

bus.on("order", async (amount: number) => {
  const before = total;
  await external(() => {});
  log.push(`${amount} more than ${before}`);
  total += amount;
});

/** @thread x2 */
export async function order(): Promise<void> {
  bus.emit("order", 5);
  await external(() => {});
}

/** @finally */
export const allCounted = (): boolean => total === 10 && log.length === 2;
