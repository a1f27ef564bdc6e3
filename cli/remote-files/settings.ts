import type { Problem } from "../../protocol/problem.ts";
import type { RunSettings } from "../../remote-files/protocol/settings.ts";
import { configurationName, understandRemoteFiles } from "../../simulators/remote-file/config/index.ts";
import type { RemoteFiles } from "../../simulators/remote-file/config/model.ts";

export { configurationName };

/** What a configuration says to a run, and what is wrong with it, in lines. Without settings nothing can be run. */
export interface ReadSettings {
  readonly settings?: RunSettings;
  readonly lines: readonly string[];
}

/** @param path As shown to the user. */
export function readSettings(text: string, path: string): ReadSettings {
  const { problems, configuration } = understandRemoteFiles(path, text);
  const lines = problems.filter(({ severity }) => severity !== "information").map(lineOf);
  return configuration ? { lines, settings: settingsOf(configuration) } : { lines };
}

/** Latencies, queue pairs and bounds belong to simulation: here the machine says how long things take. */
function settingsOf({ mounts, nodes, files, leaseMs, recycleGraceMs }: RemoteFiles): RunSettings {
  const memoryNodes = nodes.filter(({ role }) => role === "memory").map(({ name, memory }) => ({ name, memory }));
  return { mounts, memoryNodes, files, leaseMs: Math.max(leastLease, leaseMs), recycleGraceMs };
}

/** A lease that real processes can renew in time, also on a busy machine. Milliseconds. */
const leastLease = 2000;

const lineOf = ({ code, severity, message, path, range }: Problem): string =>
  `${path}:${range.start.line + 1}:${range.start.character + 1}: ${severity} ${code} ${message}`;
