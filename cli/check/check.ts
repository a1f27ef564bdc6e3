import { join } from "node:path";
import { createEngine, type Engine } from "../../server/engine/client.ts";
import type { Arguments } from "../arguments.ts";
import { engineCodeFolder } from "../cache-folder.ts";
import type { World } from "../command.ts";
import { mustBeWritable } from "../output.ts";
import { type Stop, stopOnSignals } from "../stop.ts";
import { mustBeReadable } from "../config-option.ts";
import { type CheckOptions, readCheckOptions } from "./options.ts";
import type { Round } from "./round.ts";

/** `faultline check`: finds scenarios, runs them, writes the report. */
export async function check(given: Arguments, world: World): Promise<number> {
  const options = readCheckOptions(given);
  mustBeReadable(options.config, world.cwd);
  if (options.output !== undefined) mustBeWritable(options.output, world.cwd);
  const stop = stopOnSignals();
  const engine = engineFor(options, world, stop);
  // It loads while this process loads the simulators and reads the files.
  engine.warm();
  const { commandPrograms } = await import("../programs.ts");
  const programs = commandPrograms(world);
  if (options.paths.length === 0 || options.paths.some(mayHoldCode)) programs.warm();
  let ending: Promise<unknown> | undefined;
  const end = () => (ending ??= Promise.all([engine.dispose(), programs.dispose()]));
  try {
    const { checkOnce } = await import("./round.ts");
    const once = (round: Round) => checkOnce(round, options, world, { engine, programs });
    if (!options.isWatching) return await once({ ...stop, onFolders: () => {}, onImports: () => {}, onRun: () => void end() });
    const { watchAndRepeat } = await import("./watch.ts");
    return await watchAndRepeat(stop, world.terminal, once);
  } finally {
    await end();
    stop.dispose();
  }
}

/** Folders may, and files that are no data. */
const mayHoldCode = (path: string): boolean => !/\.(?:jsonc?|ya?ml)$/i.test(path);

function engineFor(options: CheckOptions, { dist, terminal }: World, { signal }: Stop): Engine {
  return createEngine({
    entry: join(dist, "server", "engine.cjs"),
    workers: options.workers,
    memoryLimitMb: options.budget.memoryLimitMb,
    codeFolder: engineCodeFolder,
    onLost: (message) => {
      // Ctrl-C goes to the engine too: before it is up, that ends it.
      if (!signal.aborted) terminal.tell(`faultline: the engine was lost and is started again: ${message}`);
    },
  });
}
