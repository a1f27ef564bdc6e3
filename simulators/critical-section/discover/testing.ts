/** For tests of this folder: units of text, edits applied, findings as words. */
import typescript from "typescript";
import type { Problem } from "../../../protocol/problem.ts";
import type { Discovery, Scenario, SourceUnit } from "../../core/simulator.ts";
import { marked, tokenAt } from "../../core/testing.ts";
import type { Payload } from "../payload.ts";
import { discover } from "./discover.ts";

export { applyEdits as apply } from "../../core/edited.ts";
export { marked, tokenAt };

export const unitOf = (text: string, path = "src/ledger.ts"): SourceUnit => ({ path, text, typescript: () => typescript });

export const discovered = (text: string, path?: string): Discovery => discover(unitOf(text, path));

/** The only scenario of a text. */
export function scenarioIn(text: string, path?: string): Scenario {
  const { scenarios } = discovered(text, path);
  const [scenario] = scenarios;
  if (!scenario || scenarios.length > 1) throw new Error(`${scenarios.length} scenarios`);
  return scenario;
}

export const payloadIn = (text: string): Payload => scenarioIn(text).payload as Payload;

/** Findings of the file and of its scenario, in order. */
export function problemsIn(text: string, path?: string): readonly Problem[] {
  const { scenarios, problems } = discovered(text, path);
  return [...problems, ...scenarios.flatMap(({ findings }) => findings)];
}

/** `code severity line:token`, for each finding. */
export function told(text: string, path?: string): readonly string[] {
  return problemsIn(text, path).map(({ code, severity, range }) => `${code} ${severity} ${range.start.line + 1}:${tokenAt(text, range)}`);
}
