import { external } from "faultline/critical-section";

const upstream = { calls: 0 };
const cache = new Map<string, string>();
const fetchProfile = (user: string): Promise<string> =>
  external(() => {
    upstream.calls += 1;
    return `profile of ${user}`;
  });

const underWay = new Map<string, Promise<string>>();

async function load(user: string): Promise<string> {
  try {
    const fresh = await fetchProfile(user);
    cache.set(user, fresh);
    return fresh;
  } finally {
    underWay.delete(user);
  }
}

async function profile(user: string): Promise<string> {
  const known = cache.get(user);
  if (known !== undefined) return known;
  const running = underWay.get(user) ?? load(user);
  underWay.set(user, running);
  return running;
}

/** @thread */
export async function first(): Promise<string> {
  return profile("ada");
}

/** @thread */
export async function second(): Promise<string> {
  return profile("ada");
}

/** @finally */
export const noCallTwice = (): boolean => upstream.calls === 1;
