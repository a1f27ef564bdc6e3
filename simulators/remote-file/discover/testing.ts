/** For tests of this simulator: units of text with a configuration beside them, edits applied, findings as words. */
import typescript from "typescript";
import type { Problem } from "../../../protocol/problem.ts";
import type { Discovery, SourceUnit } from "../../core/simulator.ts";
import { configurationName } from "../config/index.ts";
import { marked, tokenAt } from "../../core/testing.ts";
import { discover } from "./discover.ts";

export { marked, tokenAt };

/** Two application nodes, one manager, one memory node; `/rdma` with regions of 4,096 bytes. */
export const usual = {
  mounts: [{ prefix: "/rdma", regionSize: 4096, access: "rw+atomic", writers: "multi" }],
  nodes: [
    { name: "a", role: "app" },
    { name: "b", role: "app" },
    { name: "manager", role: "manager" },
    { name: "mem1", role: "memory" },
  ],
};

/** @param configuration Text, or what is written as JSON; `null`: there is none. */
export function unitOf(text: string, configuration: unknown = usual, path = "src/program.ts"): SourceUnit {
  const written = typeof configuration === "string" ? configuration : JSON.stringify(configuration, undefined, 2);
  return {
    path,
    text,
    typescript: () => typescript,
    nearest: (name) => (configuration !== null && name === configurationName ? { path: `src/${name}`, text: written } : undefined),
  };
}

export const discovered = (text: string, configuration?: unknown, path?: string): Discovery => discover(unitOf(text, configuration, path));

/** Findings of the file and of its scenario, in order. */
export function problemsIn(text: string, configuration?: unknown): readonly Problem[] {
  const { scenarios, problems } = discovered(text, configuration);
  return [...problems, ...scenarios.flatMap(({ findings }) => findings)];
}

/** `code severity line:token`, for each finding. */
export const told = (text: string, configuration?: unknown): readonly string[] =>
  problemsIn(text, configuration).map(({ code, severity, range }) => `${code} ${severity} ${range.start.line + 1}:${tokenAt(text, range)}`);
