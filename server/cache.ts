import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Outcome } from "../simulators/core/simulator.ts";
import { makeFolder } from "./make-folder.ts";
import { isObject } from "./shape/check.ts";
import { readOutcomeValue } from "./shape/outcome.ts";

/** Outcomes by the hash of all that they depend on (`inputsHash`). Never fails: what cannot be read is a miss, what cannot be written is not kept. */
export interface ResultCache {
  get(hash: string): Promise<Outcome | undefined>;
  set(hash: string, outcome: Outcome): Promise<void>;
}

export const noCache: ResultCache = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
};

/** A run that was ended by time, memory or the user may come further next time. */
export function isWorthKeeping({ verdict, reason }: Outcome): boolean {
  const limit = reason?.limit;
  return verdict !== "undecided" || (limit !== "time" && limit !== "memory" && limit !== "cancelled");
}

const schema = "faultline-cache/1";
const maximumBytes = 256 * 1024 * 1024;
/** Files are counted at the first write and then at every so many. */
const writesPerCount = 50;

/**
 * One file for each result: a line of JSON that names the inputs and the hash of the rest, then the outcome.
 * @param folder Made when it is missing. Belongs to the user, never to the workspace.
 * @param limitBytes Least recently used files go first.
 */
export function createFileCache(folder: string, limitBytes: number = maximumBytes): ResultCache {
  let writes = 0;
  const fileOf = (hash: string) => join(folder, `${hash.replace(/^sha256:/, "")}.result`);
  return {
    async get(hash) {
      if (!isHash(hash)) return undefined;
      try {
        const outcome = decode(hash, await readFile(fileOf(hash), "utf8"));
        const now = new Date();
        if (outcome) await utimes(fileOf(hash), now, now).catch(() => {});
        return outcome;
      } catch {
        return undefined;
      }
    },
    async set(hash, outcome) {
      if (!isHash(hash) || !isWorthKeeping(outcome)) return;
      // Written aside and renamed: a reader sees a whole file or none.
      const aside = join(folder, `${randomBytes(8).toString("hex")}.part`);
      try {
        makeFolder(folder, 0o700);
        await writeFile(aside, encode(hash, outcome), { mode: 0o600 });
        await rename(aside, fileOf(hash));
        writes += 1;
        if (writes % writesPerCount === 1) await evict(folder, limitBytes);
      } catch {
        await rm(aside, { force: true }).catch(() => {});
      }
    },
  };
}

const isHash = (hash: string): boolean => /^sha256:[0-9a-f]{64}$/.test(hash);

function encode(hash: string, outcome: Outcome): string {
  const body = JSON.stringify(outcome);
  return `${JSON.stringify({ schema, inputs: hash, body: digest(body) })}\n${body}`;
}

function decode(hash: string, text: string): Outcome | undefined {
  const lineEnd = text.indexOf("\n");
  const head: unknown = JSON.parse(text.slice(0, lineEnd));
  const body = text.slice(lineEnd + 1);
  if (!isObject(head) || head["schema"] !== schema || head["inputs"] !== hash || head["body"] !== digest(body)) return undefined;
  const read = readOutcomeValue(JSON.parse(body));
  return "outcome" in read ? read.outcome : undefined;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Removes the files that were not used for longest until the rest fits into nine tenths of the limit, and what was left half written. */
async function evict(folder: string, limitBytes: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /\.(result|part)$/.test(name));
  const files = await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name)).catch(() => ({ size: 0, mtimeMs: 0 }));
      return { name, size, mtimeMs };
    }),
  );
  const dayAgo = Date.now() - 24 * 3600 * 1000;
  let total = files.reduce((sum, file) => sum + file.size, 0);
  const target = total <= limitBytes ? total : limitBytes * 0.9;
  for (const file of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    const isLeftOver = file.name.endsWith(".part") && file.mtimeMs < dayAgo;
    if (total <= target && !isLeftOver) continue;
    await rm(join(folder, file.name), { force: true });
    total -= file.size;
  }
}
