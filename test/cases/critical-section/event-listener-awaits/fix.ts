import { EventEmitter } from "node:events";
import { external } from "faultline/critical-section";

const bus = new EventEmitter();
let total = 0;

bus.on("order", async (amount: number) => {
  await external(() => {});
  total += amount;
});

/** @thread x2 */
export async function order(): Promise<void> {
  bus.emit("order", 5);
  await external(() => {});
}

/** @finally */
export const allCounted = (): boolean => total === 10;
