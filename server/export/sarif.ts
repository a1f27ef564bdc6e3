import type { Log, Notification, ReportingDescriptor, Run, Result as SarifResult } from "sarif";
import type { Code, Problem } from "../../protocol/problem.ts";
import type { Report, Result } from "../../protocol/report.ts";
import { codeTitle } from "./code-titles.ts";
import type { ReportOptions } from "./report.ts";
import { fingerprinter } from "./sarif-fingerprint.ts";
import { fixesOf, levelOf, locationOf, sarifResult } from "./sarif-result.ts";

/**
 * SARIF 2.1.0: one result for each problem, with the steps of its trace as a code flow.
 * What was undecided or not run is no result: it is a notification of the tool, so that nobody reads silence as "holds".
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function* sarifChunks(report: Report, options: ReportOptions): Iterable<string> {
  const log: Log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [runOf(report, options)] };
  yield `${JSON.stringify(log, null, 2)}\n`;
}

function runOf(report: Report, options: ReportOptions): Run {
  const found = [
    ...report.problems.map((problem) => ({ problem, result: undefined })),
    ...report.results.flatMap((result) => result.problems.map((problem) => ({ problem, result }))),
  ];
  const codes = [...new Set(found.map(({ problem }) => problem.code))].sort();
  const fingerprint = fingerprinter();
  return {
    tool: {
      driver: {
        name: "Faultline",
        version: report.version,
        semanticVersion: report.version,
        rules: codes.map((code) => ruleOf(code, found, options)),
      },
    },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { SRCROOT: { description: { text: "The working directory of the run" } } },
    invocations: [
      {
        executionSuccessful: !found.some(({ problem }) => problem.code === "FL0001"),
        toolExecutionNotifications: report.results.flatMap((result) => notificationsOf(result)),
      },
    ],
    results: found.map(({ problem, result }): SarifResult => {
      const fixes = fixesOf(problem);
      return {
        ...sarifResult(problem, result),
        ruleIndex: codes.indexOf(problem.code),
        partialFingerprints: { "faultline/v1": fingerprint(problem, result) },
        ...(fixes.length > 0 ? { fixes } : {}),
      };
    }),
    properties: { seed: report.seed, summary: report.summary, ...(report.shard ? { shard: report.shard } : {}) },
  };
}

interface Found {
  readonly problem: Problem;
}

/** A rule's help is its page in docs/codes/. */
function ruleOf(code: Code, found: readonly Found[], options: ReportOptions): ReportingDescriptor {
  const title = codeTitle(code);
  const page = options.pageOf?.(code);
  const severity = found.find(({ problem }) => problem.code === code)?.problem.severity ?? "warning";
  return {
    id: code,
    name: title
      .replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? "")
      .replace(/^./, (first) => first.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: page === undefined ? title : firstParagraph(page) },
    help: page === undefined ? { text: `faultline explain ${code}` } : { text: page, markdown: page },
    defaultConfiguration: { level: levelOf(severity) },
  };
}

function firstParagraph(page: string): string {
  const paragraph = page.split(/\r?\n\r?\n/).find((part) => part.trim() !== "" && !part.startsWith("#"));
  return (paragraph ?? page).replace(/\s+/g, " ").trim();
}

function notificationsOf(result: Result): Notification[] {
  if (result.verdict !== "undecided" && result.verdict !== "not-run") return [];
  const verdict = result.verdict === "undecided" ? "undecided" : "not run";
  const code = result.reason?.code;
  return [
    {
      level: result.verdict === "undecided" ? "warning" : "error",
      message: { text: `${result.scenario}: ${verdict}: ${result.reason?.message ?? "no reason given"}` },
      locations: [locationOf(result.path, result.range)],
      descriptor: { id: code ?? result.reason?.limit ?? result.verdict },
      properties: { scenario: result.scenario, simulator: result.simulator, verdict: result.verdict, reproduce: result.reproduce },
    },
  ];
}
