import { external } from "faultline/critical-section";

let tail: Promise<unknown> = Promise.resolve();
let balance = 0;

async function addOne(): Promise<void> {
  const seen = balance;
  await external(() => {});
  balance = seen + 1;
}

/** @thread x3 */
export async function add(): Promise<void> {
  const before = tail;
  const own = before.then(addOne, addOne);
  tail = own;
  await own;
}

/** @finally */
export const allAdded = (): boolean => balance === 3;
