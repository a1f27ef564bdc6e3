/** What `--require` loads into a program, its child processes and its workers: the agent. */
import { readFileSync } from "node:fs";
import { type AgentSettings, canaryVariable, settingsVariable } from "../protocol/settings.ts";
import { Agent } from "./agent.ts";
import { atomicsSymbol, remoteAtomics } from "./atomics.ts";
import { agentSymbol } from "./canary-door.ts";
import { followChildren } from "./children.ts";
import { install } from "./install.ts";

function main(): void {
  const path = process.env[settingsVariable];
  // Twice (by `--require` and by NODE_OPTIONS), or in a process of its own that belongs to no run.
  if (path === undefined || path === "" || atomicsSymbol in globalThis) return;
  const settings = JSON.parse(readFileSync(path, "utf8")) as AgentSettings;
  const agent = new Agent(settings);
  Object.defineProperty(globalThis, atomicsSymbol, { value: remoteAtomics(agent) });
  if (process.env[canaryVariable] === "1") Object.defineProperty(globalThis, agentSymbol, { value: { calls: () => agent.calls } });
  install(agent);
  followChildren(settings.preload);
  process.once("exit", () => agent.link.flush());
}

main();
