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

/** `/rdma` covers `/rdma` and `/rdma/…`, nothing else; `/` covers everything. */
export const isAtOrBelow = (path: string, prefix: string): boolean =>
  prefix === "/" || (path.startsWith(prefix) && (path.length === prefix.length || path.charCodeAt(prefix.length) === slash));

const slash = 47;

/** The longest prefix that covers a path, by its index. @param path Normal. */
export function longestPrefix(prefixes: readonly string[], path: string): number | undefined {
  let best: number | undefined;
  for (const [index, prefix] of prefixes.entries()) {
    if (isAtOrBelow(path, prefix) && (best === undefined || (prefixes[best]?.length ?? 0) < prefix.length)) best = index;
  }
  return best;
}
