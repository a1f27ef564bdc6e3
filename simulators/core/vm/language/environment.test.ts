import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { format } from "node:util";
import { moduleOf } from "./describe.ts";
import { asyncStorePrograms } from "./async-stores.programs.ts";
import { consolePrograms } from "./console.programs.ts";
import { environmentPrograms } from "./environment.programs.ts";
import { type ProgramResult, runInterrupted, runOnMachine } from "./run-program.ts";

// Dates are shown in the local time zone, which on the machine is UTC.
process.env["TZ"] = "UTC";

const loads = /await load\("([^"]+)"\)/g;
const nameOf = (module: string): string => `module_${module.replaceAll("/", "_")}`;

function runOurs(program: string, run = runOnMachine): ProgramResult {
  const modules = new Set([...program.matchAll(loads)].map(([, module]) => module as string));
  const imports = [...modules].map((module) => `import * as ${nameOf(module)} from "host:${module}";`).join("\n");
  const text = program.replace(loads, (_, module: string) => `(${nameOf(module)})`);
  return run(text, imports);
}

type Runner = (
  console: object,
  load: (module: string) => Promise<object>,
  settled: (isSettled: () => boolean) => Promise<void>,
) => Promise<unknown>;

/** Node itself, in this realm: timers are real, and short. */
async function runTheirs(program: string): Promise<ProgramResult> {
  const log: string[] = [];
  const AsyncFunction = runTheirs.constructor as new (...text: readonly string[]) => Runner;
  const text = `"use strict"; ${moduleOf(program).replace("export let outcome", "let outcome")}; await settled(() => outcome !== "pending"); return outcome;`;
  const require = createRequire(import.meta.url);
  const load = async (module: string): Promise<object> => Object(require(`node:${module}`)) as object;
  const settled = async (isSettled: () => boolean): Promise<void> => {
    for (let round = 0; round < 200; round += 1) {
      if (isSettled()) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const outcome = await new AsyncFunction("console", "load", "settled", text)(
    { log: (...args: unknown[]) => void log.push(format(...args)) },
    load,
    settled,
  );
  return { outcome: String(outcome), log };
}

for (const [suite, programs] of Object.entries({
  console: consolePrograms,
  environment: environmentPrograms,
  "async stores": asyncStorePrograms,
})) {
  for (const [name, program] of Object.entries(programs)) {
    test(`language: ${suite}: ${name}`, async () => assert.deepEqual(runOurs(program), await runTheirs(program)));
  }
}

/** Loading a long module step by step takes seconds; what it then does is interrupted in the other programs. */
const isLong = (program: string): boolean => program.includes('load("stream') || program.includes("Buffer");

test("interrupted before every access, and taken back: Node's globals and modules", () => {
  for (const [name, program] of Object.entries({ ...environmentPrograms, ...asyncStorePrograms })) {
    if (!isLong(program)) assert.deepEqual(runOurs(program, runInterrupted), runOurs(program), name);
  }
});
