import { external } from "faultline/critical-section";

const row = { visits: 0 };
const select = (): Promise<number> => external(() => row.visits);
const update = (visits: number): Promise<void> =>
  external(() => {
    row.visits = visits;
  });

async function visit(): Promise<void> {
  await update((await select()) + 1);
}

/** @thread x2 */
export async function serve(): Promise<void> {
  await visit();
}

/** @finally */
export const allCounted = (): boolean => row.visits === 2;
