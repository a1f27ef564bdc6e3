import { unlimited } from "../../../core/budget.ts";
import { bundleProgram } from "../../../core/program/testing/bundle.ts";
import type { Program } from "../../../core/simulator.ts";
import { modules } from "../../module.ts";
import { loadProcess, type Loaded } from "../load.ts";
import type { ProcessOptions, ResourceName } from "../options.ts";
import type { Process } from "../types.ts";

/** A program of one file, bundled as the server bundles it: `main.ts` with the simulator's own modules. */
export const bundle = (text: string, names: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Program> =>
  bundleProgram({ files: { "main.ts": text, ...files }, names, modules });

export interface Sketch {
  readonly entry?: string;
  readonly style?: ProcessOptions["style"];
  readonly client?: ProcessOptions["client"];
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function load(text: string, sketch: Sketch = {}): Promise<Loaded> {
  const { style = "tagged", entry = style === "tagged" ? "reconcile" : "default", client, files, environment } = sketch;
  const program = await bundle(text, [entry], files);
  return loadProcess(program, {
    style,
    entry,
    ...(client === undefined ? {} : { client }),
    ...(environment === undefined ? {} : { environment }),
    resourceOf,
    budget: unlimited(),
  });
}

export async function processOf(text: string, sketch: Sketch = {}): Promise<Process> {
  const loaded = await load(text, sketch);
  if (loaded.kind === "failed") throw new Error(`${loaded.failure.code}: ${loaded.failure.message}`);
  return loaded.process;
}

/** Kinds whose plural is what one would think. */
export function resourceOf(_apiVersion: string, kind: string): ResourceName | undefined {
  if (kind === "Unknown") return undefined;
  const lower = kind.toLowerCase();
  return { plural: lower.endsWith("s") ? `${lower}es` : `${lower}s`, namespaced: !/^(Namespace|Node|ClusterRole)/.test(kind) };
}
