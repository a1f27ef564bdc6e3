import type { Problem } from "../../../protocol/problem.ts";
import { type Report, type Result, summarise } from "../../../protocol/report.ts";
import type { Range } from "../../../protocol/source.ts";
import type { Step, Trace } from "../../../protocol/trace.ts";

/** Reports for tests of the writers: one of each verdict, awkward names, a trace, fixes, suppressions. */

export function sampleRange(line: number, start: number, end: number): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

export const sampleSource = `{
  "limits": { "headerBytes": 4 },
  "groups": [
    { "name": "cpu-load", "receivers": ["p0.l0.h1"] }
  ]
}
`;

export function sampleTrace(change: Partial<Trace> = {}): Trace {
  const step = (lane: string, to: string | undefined, message: string, more: Partial<Step> = {}): Step => ({
    lane,
    ...(to === undefined ? {} : { to }),
    action: "send",
    message,
    changes: [],
    ...more,
  });
  return {
    schema: "faultline-trace/1",
    simulator: "multicast",
    scenario: "fabric",
    path: "net/fabric.multicast.json",
    inputs: "sha256:00",
    property: "FL3001",
    title: "The header of cpu-load is 9 bytes, 5 over the budget, so no switch can read it.",
    lanes: [
      { id: "controller", title: "controller" },
      { id: "host:0", title: "host p0.l0.h0", group: "host" },
      { id: "leaf:0", title: "leaf p0.l0", group: "leaf" },
      { id: "leaf:9", title: "leaf p4.l1", group: "leaf" },
    ],
    initial: { hosts: { "p0.l0.h1": { copies: 0 } }, queue: [] },
    steps: [
      step("controller", "host:0", "controller: 2 p-rules; 1 default", { mark: "control", changes: [{ location: ["header"], after: 67 }] }),
      step("host:0", "leaf:0", "host p0.l0.h0 sends 159 B", {
        at: { path: "net/fabric.multicast.json", range: sampleRange(3, 14, 24) },
        choice: 1,
        changes: [{ location: ["queue", 0], after: "leaf:0" }],
      }),
      step("leaf:0", undefined, "leaf p0.l0: header too long", {
        harm: true,
        mark: "event",
        changes: [
          { location: ["hosts", "p0.l0.h1", "copies"], before: 0, after: 1 },
          { location: ["header"], before: 67 },
        ],
      }),
    ],
    harm: 2,
    subject: { group: "cpu-load", from: 0 },
    ...change,
  };
}

export function sampleProblem(change: Partial<Problem> = {}): Problem {
  return {
    code: "FL3001",
    severity: "error",
    message: "Group `cpu-load` needs 9 bytes of header, 5 over `headerBytes` of 4",
    path: "net/fabric.multicast.json",
    range: sampleRange(3, 14, 24),
    property: "FL3001",
    trace: 0,
    related: [{ message: "the budget", path: "net/fabric.multicast.json", range: sampleRange(1, 29, 30) }],
    fixes: [
      {
        title: "Set headerBytes to 9",
        preferred: true,
        edits: [{ path: "net/fabric.multicast.json", range: sampleRange(1, 29, 30), newText: "9" }],
      },
    ],
    ...change,
  };
}

export function sampleResult(change: Partial<Result> = {}): Result {
  return {
    simulator: "multicast",
    scenario: "fabric",
    path: "net/fabric.multicast.json",
    range: sampleRange(0, 0, 1),
    verdict: "violated",
    inputs: "sha256:00",
    properties: [
      { id: "FL3001", verdict: "violated", trace: 0 },
      { id: "FL3007", verdict: "holds" },
    ],
    problems: [sampleProblem()],
    traces: [sampleTrace()],
    bounds: { groups: 1, senders: 1, paths: "all live paths" },
    stats: { states: 12, transitions: 30, executions: 4, milliseconds: 310, complete: true },
    reproduce: "faultline check net/fabric.multicast.json --scenario fabric --seed 1",
    notes: [{ kind: "lens", range: sampleRange(3, 14, 24), text: "1 receiver · 9 B header · 0 spurious" }],
    ...change,
  };
}

export function reportOf(results: readonly Result[], change: Partial<Report> = {}): Report {
  return { schema: "faultline-report/1", version: "1.2.3", seed: 1, problems: [], results, summary: summarise(results), ...change };
}

/** One of everything. */
export function sampleReport(): Report {
  const awkward = "net/a b/ü&<x>\u001b[2J:1.multicast.json";
  const information = sampleProblem({
    code: "FL3004",
    severity: "information",
    property: "FL3004",
    message: "The default rule is used",
    related: [],
  });
  return reportOf(
    [
      sampleResult({
        scenario: "quiet",
        path: awkward,
        verdict: "violated",
        properties: [{ id: "FL3005", verdict: "violated" }],
        problems: [
          sampleProblem({
            code: "FL3005",
            severity: "warning",
            property: "FL3005",
            path: awkward,
            message: 'Hosts "7" & <8>\u0007 get a copy',
          }),
          sampleProblem({
            code: "FL3005",
            severity: "warning",
            property: "FL3005",
            path: awkward,
            message: "Hosts get a copy",
            suppressed: "known -- until May",
          }),
        ],
      }),
      sampleResult({ problems: [sampleProblem(), information] }),
      sampleResult({
        path: "net/good.multicast.json",
        scenario: "good",
        verdict: "holds",
        witness: 0,
        properties: [{ id: "FL3001", verdict: "holds" }],
        problems: [],
        traces: [mainPath],
      }),
      sampleResult({
        path: "net/large.multicast.json",
        scenario: "large",
        verdict: "undecided",
        reason: { limit: "time", message: "60 s were over after 3 of 9 groups" },
        properties: [{ id: "FL3001", verdict: "undecided" }],
        problems: [],
        traces: [],
        stats: { states: 3, transitions: 9, executions: 1, milliseconds: 60_000, complete: false },
      }),
      sampleResult({
        path: "net/typo.multicast.json",
        scenario: "typo",
        verdict: "not-run",
        reason: { code: "FL3000", message: "the configuration has 1 error" },
        properties: [],
        problems: [
          sampleProblem({ code: "FL3000", property: "FL3000", message: "Unknown property `grups`", path: "net/typo.multicast.json" }),
        ],
        traces: [],
        bounds: {},
        stats: { states: 0, transitions: 0, executions: 0, milliseconds: 0, complete: false },
      }),
    ],
    {
      problems: [
        sampleProblem({
          code: "FL0002",
          severity: "warning",
          message: "`faultline-ignore` names no code",
          path: "a.ts",
          related: [],
          fixes: [],
        }),
      ],
    },
  );
}

const { property: _, harm: __, ...mainPath } = sampleTrace({ title: "Every receiver of cpu-load gets one copy." });
