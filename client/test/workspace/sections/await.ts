import { criticalSection } from "faultline/critical-section";

const store = { value: 1 };

/** @thread x2 */
export async function raise(): Promise<void> {
  await criticalSection(async () => {
    const seen = await Promise.resolve(store.value);
    store.value = seen + 1;
  });
}
