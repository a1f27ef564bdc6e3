import { external } from "faultline/critical-section";

const upstream = { calls: 0 };
const cache = new Map<string, string>();
const fetchProfile = (user: string): Promise<string> =>
  external(() => {
    upstream.calls += 1;
    return `profile of ${user}`;
  });

async function profile(user: string): Promise<string> {
  const known = cache.get(user);
  if (known !== undefined) return known;
  const fresh = await fetchProfile(user);
  cache.set(user, fresh);
  return fresh;
}

/** @thread */
export async function first(): Promise<string> {
  return profile("ada");
}

/** @thread */
export async function second(): Promise<string> {
  return profile("grace");
}

/** @finally */
export const noCallTwice = (): boolean => upstream.calls === 2;
