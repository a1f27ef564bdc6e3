import { external } from "faultline/critical-section";

let tail: Promise<void> = Promise.resolve();
let balance = 0;

function exclusive<T>(work: () => Promise<T>): Promise<T> {
  const result = tail.then(work);
  tail = result.then(() => {}, () => {});
  return result;
}

/** @thread x3 */
export const add = (): Promise<void> =>
  exclusive(async () => {
    const seen = balance;
    await external(() => {});
    balance = seen + 1;
  });

/** @finally */
export const allAdded = (): boolean => balance === 3;
