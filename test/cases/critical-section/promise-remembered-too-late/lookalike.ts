import { external } from "faultline/critical-section";

const cache = new Map<string, number>();
let running: Promise<number> | undefined;
let calls = 0;

async function load(key: string): Promise<number> {
  try {
    const value = await external(() => { calls += 1; return 5; });
    cache.set(key, value);
    return value;
  } finally {
    running = undefined;
  }
}

/** @thread x2 */
export async function read(): Promise<number> {
  return cache.get("a") ?? (await (running ??= load("a")));
}

/** @finally */
export const oneCall = (): boolean => calls === 1;
