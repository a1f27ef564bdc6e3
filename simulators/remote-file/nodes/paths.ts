import type { Mount } from "../config/model.ts";

/**
 * A path as the agent compares it: absolute (the working directory is `/`), without `.`, `..`, doubled and trailing slashes.
 * `..` above the root stays there, as in POSIX.
 */
export function normalPath(path: string): string {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}

/**
 * The mount that a path is under: `/rdma` covers `/rdma` and `/rdma/…`, nothing else; the longest one that fits.
 *
 * @param path Normal.
 * @returns Its index.
 */
export function mountOf(mounts: readonly Mount[], path: string): number | undefined {
  let best: number | undefined;
  for (const [index, { prefix }] of mounts.entries()) {
    const isUnder = path === prefix || path.startsWith(`${prefix}/`);
    if (isUnder && (best === undefined || (mounts[best]?.prefix.length ?? 0) < prefix.length)) best = index;
  }
  return best;
}

/** Is this path at or below one of those that may be on the local disk? */
export const isLocal = (local: readonly string[], path: string): boolean =>
  local.map(normalPath).some((one) => path === one || path.startsWith(one === "/" ? "/" : `${one}/`));

/** `/a` and `/a/b` of `/a/b/c`. */
export function ancestorsOf(path: string): readonly string[] {
  const names = path.split("/").slice(1, -1);
  return names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
}
