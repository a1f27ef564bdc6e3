import { isAtOrBelow, longestPrefix, normalPath } from "../surface/paths.ts";
import type { Mount } from "../config/model.ts";

/**
 * The mount that a path is under: `/rdma` covers `/rdma` and `/rdma/…`, nothing else; the longest one that fits.
 *
 * @param path Normal.
 * @returns Its index.
 */
export const mountOf = (mounts: readonly Mount[], path: string): number | undefined =>
  longestPrefix(
    mounts.map(({ prefix }) => prefix),
    path,
  );

/** Is this path at or below one of those that may be on the local disk? */
export const isLocal = (local: readonly string[], path: string): boolean => local.map(normalPath).some((one) => isAtOrBelow(path, one));

/** `/a` and `/a/b` of `/a/b/c`. */
export function ancestorsOf(path: string): readonly string[] {
  const names = path.split("/").slice(1, -1);
  return names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
}

export { normalPath } from "../surface/paths.ts";
