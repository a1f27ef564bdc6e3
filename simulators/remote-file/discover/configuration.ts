import type { Problem } from "../../../protocol/problem.ts";
import { rangeOf } from "../../core/config/spans.ts";
import type { Discovery, EntryModule, InputFile, Scenario, SourceUnit } from "../../core/simulator.ts";
import { type Understood, understandRemoteFiles } from "../config/index.ts";
import type { Payload, ProcessDeclaration } from "../payload.ts";
import { lateDeadline } from "../static/deadline.ts";

/** Reads a configuration; the last texts are remembered, because every file below it asks for the same one. */
export function understood({ path, text }: InputFile): Understood {
  const known = recent.find((one) => one.path === path && one.text === text);
  if (known) return known.answer;
  const answer = understandRemoteFiles(path, text);
  recent.unshift({ path, text, answer });
  recent.length = Math.min(recent.length, mostRecent);
  return answer;
}

const recent: { readonly path: string; readonly text: string; readonly answer: Understood }[] = [];
const mostRecent = 4;

/** What is wrong with a configuration, and the scenario of its entries: modules that run as a whole. */
export function discoverConfiguration({ path, text }: SourceUnit): Discovery {
  const answer = understood({ path, text });
  const { configuration, document } = answer;
  const findings: readonly Problem[] = [...answer.problems, ...lateDeadline(answer)];
  if (!configuration || !document) return { scenarios: [], problems: findings };
  const processes: ProcessDeclaration[] = [];
  const modules: EntryModule[] = [];
  for (const [index, { name, role, entry }] of configuration.nodes.entries()) {
    if (role !== "app" || entry === undefined) continue;
    const range = rangeOf(document.spans, ["nodes", index, "entry"]);
    processes.push({ name, node: name, path, range, export: `entry${index}`, isModule: true });
    modules.push({ name: entry, range, export: `entry${index}` });
  }
  const [first] = processes;
  if (!first) return { scenarios: [], problems: findings };
  const payload: Payload = { configuration, configurationPath: path, processes, observers: [], environment: [] };
  const scenario: Scenario = {
    simulator: "remote-file",
    name: path.slice(path.lastIndexOf("/") + 1).replace(/\.json$/, ""),
    path,
    range: first.range,
    inputs: [{ path, text }],
    findings,
    payload,
    entry: { path, names: [], modules },
  };
  return { scenarios: [scenario], problems: [] };
}
