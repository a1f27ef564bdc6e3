import type { Surroundings } from "./surroundings.ts";

/** A token that is written anew now and then: it is read again after a minute. A read that fails leaves the old one. */
export function tokenFromFile(
  path: string,
  { read }: Pick<Surroundings, "read">,
  now: () => number = () => performance.now(),
): () => string {
  let token = read(path).trim();
  let since = now();
  return () => {
    if (now() - since < 60_000) return token;
    since = now();
    try {
      token = read(path).trim();
    } catch {
      // It is being written: the next time will tell.
    }
    return token;
  };
}
