import { normalise } from "../addresses.ts";

/**
 * The folder that paths of a trace or result are relative to, found from a file that is known both ways.
 *
 * @param uri Of the file, as text: `file:///w/net/load.multicast.json`.
 * @param path The same file as the trace names it: `net/load.multicast.json`.
 * @returns The folder with a slash at its end; undefined when `uri` does not end in `path`.
 */
export function folderOf(uri: string, path: string): string | undefined {
  const tail = `/${encodePath(path)}`;
  return normalise(uri).endsWith(tail) ? normalise(uri).slice(0, 1 - tail.length) : undefined;
}

/** @returns Address of `path` in `folder` (with a slash at its end), or undefined when the path would lead out of it. */
export function uriIn(folder: string, path: string): string | undefined {
  if (path.startsWith("/") || path.split("/").includes("..") || /^[a-z]:/i.test(path)) return undefined;
  return folder + encodePath(path);
}

const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
