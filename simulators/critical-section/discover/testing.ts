/** For tests of this folder: units of text, edits applied, findings as words. */
import typescript from "typescript";
import type { Problem } from "../../../protocol/problem.ts";
import type { Position } from "../../../protocol/source.ts";
import { lineStarts, offsetAt } from "../../core/lines.ts";
import type { Discovery, Scenario, SourceUnit } from "../../core/simulator.ts";
import type { Payload } from "../payload.ts";
import { discover } from "./discover.ts";

export { applyEdits as apply } from "../../core/edited.ts";

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

export function tokenAt(text: string, range: Problem["range"]): string {
  const lines = lineStarts(text);
  return text.slice(offsetAt(lines, text, range.start), offsetAt(lines, text, range.end));
}

/** Takes the first `|` out of a text and says where it was. */
export function marked(text: string): { readonly text: string; readonly position: Position } {
  const offset = text.indexOf("|");
  const before = text.slice(0, offset).split("\n");
  return {
    text: text.slice(0, offset) + text.slice(offset + 1),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
