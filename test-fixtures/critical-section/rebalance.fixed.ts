import { criticalSection, external } from "faultline/critical-section";

const weights = { a: 10 };
const measure = (): Promise<number> => external(() => 5);

/** @thread x2 */
export async function rebalance(): Promise<void> {
  const load = await measure();
  criticalSection(() => {
    weights.a += load;
  });
}
