import { external } from "faultline/critical-section";

let pending = 0;
let stored = 0;

/** @thread x2 */
export async function count(): Promise<void> {
  pending += 1;
  await external(() => {});
  pending += 1;
}

/** @thread */
export async function flush(): Promise<void> {
  const batch = pending;
  await external(() => { stored += batch; });
  pending -= batch;
}

/** @finally */
export const nothingLost = (): boolean => pending + stored === 4;
