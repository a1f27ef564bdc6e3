import { copyFileSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ended, isInstalled, run, timed } from "./processes.ts";

declare const __ROOT__: string;

/** A verifier that SPIN has made of a model. */
export interface Verifier {
  /** States that it must store. */
  readonly states: number;
  readonly run: () => Ended & { readonly rssBytes: number };
}

/** Installs SPIN and a C compiler where they are missing. @throws {Error} That is not possible here. */
export function installSpin(): void {
  const missing = ["spin", "gcc"].filter((program) => !isInstalled(program));
  if (missing.length === 0) return;
  run("apt-get", ["update", "-q"]);
  run("apt-get", ["install", "-y", "-q", ...missing]);
}

/**
 * Makes a verifier: `spin -a` with `-DN`, then `gcc -O2` with these options.
 *
 * @param states As SPIN counts them: with fairness, a state once for each copy that is stored.
 */
export function verifier(model: string, size: number, compiler: readonly string[], options: readonly string[], states: number): Verifier {
  const folder = mkdtempSync(join(tmpdir(), "faultline-spin-"));
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(__ROOT__, "bench/engine/models", `${model}.pml`), join(folder, "model.pml"));
  run("spin", ["-a", `-DN=${size}`, "model.pml"], folder);
  run("gcc", ["-O2", ...compiler, "-o", "pan", "pan.c"], folder);
  return {
    states,
    run() {
      const ended = timed(join(folder, "pan"), options);
      const stored = Number(/([\d.e+]+) states, stored/.exec(ended.stdout)?.[1]);
      const errors = Number(/errors: (\d+)/.exec(ended.stdout)?.[1]);
      if (stored !== states || errors !== 0) throw new Error(`SPIN stores ${stored} states of ${model} ${size} and finds ${errors} errors`);
      return { ...ended, rssBytes: 2 ** 20 * Number(/([\d.]+)\s+total actual memory usage/.exec(ended.stdout)?.[1]) };
    },
  };
}

/** -E: a state without successors is no error; -m: depth; -w: logarithm of the hash table's size, so that it fits. */
export const spins = {
  twoPhaseCommit: (): Verifier => verifier("twopc", 8, ["-DSAFETY", "-DNOCLAIM"], ["-E", "-m1000000", "-w24"], 1_745_408),
  fifoLock: (): Verifier => verifier("fifo", 9, ["-DSAFETY"], ["-E", "-m2000000", "-w24"], 1_972_819),
  tokenLockSafety: (): Verifier => verifier("token", 14, ["-DSAFETY", "-DNOCLAIM"], ["-E", "-m1000000", "-w22"], 344_064),
  tokenLock: (): Verifier => verifier("token", 14, [], ["-a", "-f", "-m2000000", "-w22"], 520_192),
};
