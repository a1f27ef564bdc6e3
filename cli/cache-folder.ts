import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Where this user's caches lie: `XDG_CACHE_HOME` (absolute, as its specification asks), else the system's custom. Never in the workspace: no file of a repository can say `holds`.
 * Undefined where there is no home.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const xdg = env["XDG_CACHE_HOME"];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "faultline");
  const local = env["LOCALAPPDATA"];
  if (process.platform === "win32" && local !== undefined && isAbsolute(local)) return join(local, "faultline", "Cache");
  const home = homeFolder(env);
  return home === undefined ? undefined : join(home, ".cache", "faultline");
}

/** Where the code of the engine's workers is kept: the engine may read this folder and nothing beside it. */
export function engineCodeFolder(): string | undefined {
  const folder = cacheFolder();
  return folder === undefined ? undefined : join(folder, "engine");
}

function homeFolder(env: NodeJS.ProcessEnv): string | undefined {
  try {
    const home = env["HOME"] || homedir();
    return isAbsolute(home) ? home : undefined;
  } catch {
    return undefined;
  }
}
