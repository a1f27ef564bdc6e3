import { external } from "faultline/critical-section";

const cache = new Map<string, number>();
const running = new Map<string, Promise<number>>();
let calls = 0;

async function load(key: string): Promise<number> {
  const known = cache.get(key);
  if (known !== undefined) return known;
  try {
    const value = await external(() => { calls += 1; return 5; });
    cache.set(key, value);
    return value;
  } finally {
    await external(() => {});
    running.delete(key);
  }
}

/** @thread x2 */
export async function read(): Promise<number> {
  const active = running.get("a") ?? load("a");
  const value = await active;
  running.set("a", active);
  return value;
}

/** @finally */
export const oneCall = (): boolean => calls === 1;
