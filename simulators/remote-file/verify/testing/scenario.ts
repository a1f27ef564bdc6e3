import { bundleProgram } from "../../../core/program/testing/bundle.ts";
import type { Program } from "../../../core/simulator.ts";
import { understandRemoteFiles } from "../../config/index.ts";
import { modules } from "../../module.ts";
import type { Payload } from "../../payload.ts";

/** A program of one file, bundled as the server bundles it. */
export const bundle = (text: string, names: readonly string[]): Promise<Program> =>
  bundleProgram({ files: { "main.ts": text }, names, modules });

/** What a test says of a scenario beside its text. */
export interface Sketch {
  /** As in `faultline.remote-files.json`; nodes, mount and one memory node have defaults. */
  readonly configuration?: object;
  /** Processes are functions with `@process node=NAME`; `@invariant` and `@finally` are observers. */
  readonly text: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Tags are read by their shape alone: discovery has tests of its own. */
export async function scenarioOf(sketch: Sketch): Promise<{ readonly program: Program; readonly payload: Payload }> {
  const payload = payloadOf(sketch);
  const names = [...payload.processes, ...payload.observers].map(({ name }) => name);
  return { payload, program: await bundle(sketch.text, names) };
}

/** The same without its program. */
export function payloadOf({ configuration = {}, text, environment = {} }: Sketch): Payload {
  const tagged = [
    ...text.matchAll(/@(process|invariant|finally)(?: node=(\S+))?[^]*?\*\/\s*export (?:async )?(?:function|const) (\w+)/g),
  ].map(([, tag = "", node = "", name = ""]) => ({ tag, node, name }));
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const processes = tagged.filter(({ tag }) => tag === "process");
  const nodes = [...new Set(processes.map(({ node }) => node))].map((name) => ({ name, role: "app" }));
  const whole = {
    mounts: [{ prefix: "/rdma", regionSize: 4096, access: "rw+atomic", writers: "multi" }],
    nodes: [...nodes, { name: "manager", role: "manager" }, { name: "mem1", role: "memory" }],
    ...configuration,
  };
  const understood = understandRemoteFiles("faultline.remote-files.json", JSON.stringify(whole));
  if (!understood.configuration) throw new Error(understood.problems.map(({ message }) => message).join("\n"));
  return {
    configuration: understood.configuration,
    configurationPath: "faultline.remote-files.json",
    processes: processes.map(({ name, node }) => ({ name, node, path: "main.ts", range, export: name, isModule: false })),
    observers: tagged.flatMap(({ tag, name }) =>
      tag === "process" ? [] : [{ name, kind: tag as "invariant" | "finally", path: "main.ts", range, export: name }],
    ),
    environment: Object.entries(environment),
  };
}
