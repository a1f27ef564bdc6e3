import { resolve } from "node:path";
import { loadBundler } from "../server/bundler.ts";
import { isOfPackage } from "../server/program/containment.ts";
import { createPrograms } from "../server/program/programs.ts";
import { typescriptLoader } from "../server/typescript.ts";
import type { Scenario } from "../simulators/core/simulator.ts";
import type { TypeScript } from "../simulators/core/source/typescript.ts";
import { simulators } from "../simulators/registry.ts";
import { cacheFolder } from "./cache-folder.ts";
import type { World } from "./command.ts";

/** Bundles what scenarios run; imports may lead to the working directory and to the folders of files that were named. */
export interface CommandPrograms {
  /** Loaded once. */
  readonly typescript: () => TypeScript;
  prepare(scenario: Scenario): Promise<Scenario>;
  /** Forgets what was bundled: files may have changed. */
  renew(): void;
  /** Text of a file that went into a program. */
  textOf(path: string): string | undefined;
  /** Files of the user's that went into programs since the last `renew`, absolute. */
  imported(): readonly string[];
  /** Starts the bundler while something else is done. */
  warm(): void;
  dispose(): Promise<void>;
}

export function commandPrograms({ dist, cwd }: Pick<World, "dist" | "cwd">): CommandPrograms {
  const typescript = typescriptLoader(dist, cacheFolder);
  const programs = createPrograms({
    bundler: () => loadBundler(dist),
    simulators,
    typescript,
    now: () => performance.now(),
  });
  const texts = new Map<string, string>();
  return {
    typescript,
    async prepare(found) {
      const scenario = await programs.prepare(found, { folder: cwd, folders: [cwd] });
      if (scenario !== found) for (const { path, text } of scenario.inputs) if (!isOfPackage(path)) texts.set(path, text);
      return scenario;
    },
    renew() {
      texts.clear();
      programs.changed();
    },
    textOf: (path) => texts.get(path),
    imported: () => [...texts.keys()].map((path) => resolve(cwd, path)),
    warm: () => programs.warm(),
    dispose: () => programs.dispose(),
  };
}
