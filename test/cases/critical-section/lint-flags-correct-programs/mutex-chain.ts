import { external } from "faultline/critical-section";

const totals = { bytes: 0 };
const measure = (): Promise<number> => external(() => 512);

let tail: Promise<void> = Promise.resolve();

function exclusively(body: () => Promise<void>): Promise<void> {
  const turn = tail.then(body);
  tail = turn.catch(() => undefined);
  return turn;
}

/** @thread x2 */
export async function record(): Promise<void> {
  await exclusively(async () => {
    totals.bytes = totals.bytes + (await measure());
  });
}

/** @finally */
export const allCounted = (): boolean => totals.bytes === 1024;
