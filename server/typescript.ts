import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import type { TypeScript } from "../simulators/core/simulator.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * The compiler of our own distribution, never the workspace's; loaded when it is first asked for.
 *
 * @param distFolder The folder of `typescript.cjs`.
 * @param codeCacheFolder Where what V8 makes of its 3.6 MB is kept, so that the next process loads it in about half the time.
 *   Asked for when it is loaded; belongs to the user, never to the workspace. None: nothing is kept.
 *   Where the distribution was built on this machine, its own folder has that code already (esbuild.mjs).
 */
export function typescriptLoader(distFolder: string, codeCacheFolder: () => string | undefined = () => undefined): () => TypeScript {
  const file = join(distFolder, "typescript.cjs");
  let compiler: TypeScript | undefined;
  return () => {
    const folder = compiler ? undefined : codeCacheFolder();
    compiler ??= loadWithCache(file, folder);
    return compiler;
  };
}

/** What `require` does, but with the code of last time. */
function loadWithCache(file: string, folder: string | undefined): TypeScript {
  const bytes = readFileSync(file);
  const source = bytes.toString("utf8");
  // V8 tells sources apart by their length alone.
  const name = `typescript-${process.versions.v8}-${process.arch}-${hashOf(bytes).toString("hex", 0, 8)}.code`;
  const cachedData = readChecked(join(dirname(file), name)) ?? (folder === undefined ? undefined : readChecked(join(folder, name)));
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as (...given: readonly unknown[]) => void;
  run(module.exports, createRequire(file), module, file, dirname(file));
  const isKnown = cachedData !== undefined && !script.cachedDataRejected;
  if (folder !== undefined && !isKnown) afterUse(() => writeChecked(join(folder, name), script.createCachedData()));
  return module.exports as TypeScript;
}

/** After the first use, so that what that needed is kept as well; a command may end before the next turn. */
function afterUse(keep: () => void): void {
  let isKept = false;
  const once = () => {
    if (!isKept) keep();
    isKept = true;
  };
  setImmediate(once);
  process.once("exit", once);
}

const hashBytes = 32;
const hashOf = (data: Uint8Array): Buffer => createHash("sha256").update(data).digest();

/** V8 only looks at versions and flags: whether the bytes are whole is for us to check. */
function readChecked(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const data = bytes.subarray(hashBytes);
    return hashOf(data).equals(bytes.subarray(0, hashBytes)) ? data : undefined;
  } catch {
    return undefined;
  }
}

function writeChecked(file: string, data: Buffer): void {
  const aside = `${file}.${process.pid}.part`;
  try {
    makeFolder(dirname(file), 0o700);
    writeFileSync(aside, Buffer.concat([hashOf(data), data]), { mode: 0o600 });
    renameSync(aside, file);
  } catch {
    // The next process loads it the slow way.
  }
}
