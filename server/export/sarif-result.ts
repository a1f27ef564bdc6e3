import type { CodeFlow, Fix, Location, Region, Result as SarifResult, ThreadFlowLocation } from "sarif";
import type { Problem, Severity } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/report.ts";
import type { Range } from "../../protocol/source.ts";
import type { Change, Step, Trace } from "../../protocol/trace.ts";
import { stepWords } from "../../protocol/trace-words.ts";
import { harmOf } from "./steps.ts";

/** A problem as a SARIF result, without what depends on the other results (rule index, fingerprint). */
export function sarifResult(problem: Problem, result: Result | undefined): SarifResult {
  const trace = problem.trace === undefined ? undefined : result?.traces[problem.trace];
  return {
    ruleId: problem.code,
    level: levelOf(problem.severity),
    message: { text: problem.message },
    locations: [{ ...locationOf(problem.path, problem.range), ...logical(result) }],
    ...(problem.related.length > 0
      ? {
          relatedLocations: problem.related.map((related, id) => ({
            id: id + 1,
            ...locationOf(related.path, related.range),
            message: { text: related.message },
          })),
        }
      : {}),
    ...(trace ? { codeFlows: [codeFlowOf(trace, problem)] } : {}),
    ...(problem.suppressed === undefined
      ? {}
      : { suppressions: [{ kind: "inSource", status: "accepted", justification: problem.suppressed }] }),
    properties: {
      ...(problem.property === undefined ? {} : { property: problem.property }),
      ...(result
        ? {
            scenario: result.scenario,
            simulator: result.simulator,
            verdict: result.verdict,
            inputs: result.inputs,
            reproduce: result.reproduce,
          }
        : {}),
    },
  };
}

export function levelOf(severity: Severity): "error" | "warning" | "note" {
  return severity === "information" ? "note" : severity;
}

export function locationOf(path: string, range: Range): Location {
  return { physicalLocation: { artifactLocation: { uri: uriOf(path), uriBaseId: "SRCROOT" }, region: regionOf(range) } };
}

export function fixesOf(problem: Problem): Fix[] {
  return (problem.fixes ?? []).map((fix) => ({
    description: { text: fix.title },
    artifactChanges: [...new Set(fix.edits.map((edit) => edit.path))].map((path) => ({
      artifactLocation: { uri: uriOf(path), uriBaseId: "SRCROOT" },
      replacements: fix.edits
        .filter((edit) => edit.path === path)
        .map((edit) => ({ deletedRegion: regionOf(edit.range), insertedContent: { text: edit.newText } })),
    })),
  }));
}

/** SARIF counts from 1; `endColumn` is the one after the last, as in LSP. */
function regionOf({ start, end }: Range): Region {
  return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

/** A relative reference: each segment percent-encoded, `..` kept. A first segment with a colon would read as a scheme. */
function uriOf(path: string): string {
  return path
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map((segment) => encodeURIComponent(segment))
    .join("/");
}

function logical(result: Result | undefined): Pick<Location, "logicalLocations"> {
  if (!result) return {};
  return { logicalLocations: [{ name: result.scenario, fullyQualifiedName: `${result.simulator}/${result.scenario}`, kind: "module" }] };
}

/**
 * One thread flow with all lanes in the order of the run: viewers show the first flow of a code flow, and only its order tells the story.
 * A step without a place of its own stands at the problem.
 */
function codeFlowOf(trace: Trace, problem: Problem): CodeFlow {
  const titles = new Map(trace.lanes.map((lane) => [lane.id, lane.title]));
  const harm = harmOf(trace);
  return {
    message: { text: trace.title },
    threadFlows: [
      {
        id: `${trace.scenario}${trace.property === undefined ? "" : `/${trace.property}`}`,
        locations: trace.steps.map((step, index) => flowLocation(step, index, step.harm === true || index === harm, titles, problem)),
      },
    ],
  };
}

function flowLocation(
  step: Step,
  index: number,
  isHarm: boolean,
  titles: ReadonlyMap<string, string>,
  problem: Problem,
): ThreadFlowLocation {
  const state = Object.fromEntries(
    step.changes.map((change) => [nameOf(change), { text: change.after === undefined ? "gone" : JSON.stringify(change.after) }]),
  );
  return {
    location: {
      ...(step.at ? locationOf(step.at.path, step.at.range) : locationOf(problem.path, problem.range)),
      message: { text: `${index + 1}. ${stepWords(step)}` },
    },
    ...(step.lane === "" ? {} : { module: titles.get(step.lane) ?? step.lane }),
    kinds: [step.action],
    executionOrder: index + 1,
    importance: isHarm ? "essential" : step.changes.length > 0 || step.mark === "event" ? "important" : "unimportant",
    ...(step.changes.length > 0 ? { state } : {}),
  };
}

const nameOf = ({ location }: Change): string =>
  location
    .map((part) => (typeof part === "number" ? `[${part}]` : part))
    .join(".")
    .replaceAll(".[", "[");
