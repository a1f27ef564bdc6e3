import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { createFileCache, noCache, type ResultCache } from "../server/cache.ts";
import { cacheFolder } from "./cache-folder.ts";

/**
 * Results of earlier runs of this very build: whoever works on Faultline itself builds many times under one version,
 * and an answer of yesterday's code must not stand for today's.
 *
 * @param dist The folder `dist` of this installation.
 */
export function resultCache(dist: string): ResultCache {
  const folder = cacheFolder();
  if (folder === undefined) return noCache;
  const { size, mtimeMs } = statSync(join(dist, "server", "worker.cjs"), { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
  const keyOf = (hash: string) => `sha256:${createHash("sha256").update(`${hash} ${size} ${mtimeMs}`).digest("hex")}`;
  const files = createFileCache(join(folder, "results"));
  return { get: (hash) => files.get(keyOf(hash)), set: (hash, outcome) => files.set(keyOf(hash), outcome) };
}
