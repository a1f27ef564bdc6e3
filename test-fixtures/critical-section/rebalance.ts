import { criticalSection, external } from "faultline/critical-section";

const weights = { a: 10 };
const measure = (): Promise<number> => external(() => 5);

/** @thread x2 */
export async function rebalance(): Promise<void> {
  await criticalSection(async () => {
    const load = await measure();
    weights.a += load;
  });
}
