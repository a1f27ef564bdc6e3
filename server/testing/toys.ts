import type { Problem } from "../../protocol/problem.ts";
import type { Range } from "../../protocol/source.ts";
import type { Trace } from "../../protocol/trace.ts";
import type { Budget } from "../../simulators/core/budget.ts";
import type { Outcome, Scenario, Simulator, SourceUnit } from "../../simulators/core/simulator.ts";

/**
 * A simulator for tests of the shell. A `.toy` file holds one command per line, `name: behaviour argument`; each is a scenario.
 * `bad` anywhere is a static finding. The misbehaviours are those that the engine has to survive.
 */
export const toy: Simulator = {
  id: "toy",
  title: "Toy",
  version: 1,
  isDataOnly: true,
  codes: ["FL3900", "FL3901"],
  claims: (path) => path.endsWith(".toy"),
  discover,
  run,
  replay: (scenario, trace) =>
    trace.inputs === "" || scenario.name !== trace.scenario
      ? { kind: "does-not-fit", step: 0, message: "another scenario" }
      : { kind: "fails-again", trace },
  trace: (scenario, subject) => (subject === "none" ? undefined : traceOf(scenario, Number(subject))),
  hover: (_unit, position) => ({ range: { start: position, end: position }, text: `line ${position.line}` }),
  complete: (_unit, position) => [
    { label: "holds", kind: "value", range: { start: position, end: position }, insert: "holds ${1:5}", isSnippet: true },
  ],
};

/** The same, but its runs execute the user's code. */
export const trustedToy: Simulator = { ...toy, id: "trusted-toy", isDataOnly: false, claims: (path) => path.endsWith(".trusted") };

/** The same, with quick fixes that have to be tried and with larger bounds. */
export const diligentToy: Simulator = {
  ...toy,
  id: "diligent-toy",
  claims: (path) => path.endsWith(".diligent"),
  goesDeeper: "every pair of turns",
  mend: ({ path, text }, { range, message }) => {
    if (!message.startsWith("mendable")) return [];
    const line = text.split(/\r?\n/)[range.start.line] ?? "";
    return [message === "mendable slowly" ? "dawdles" : "fails again", "holds 1"].map((behaviour) => ({
      title: `Write ${behaviour}`,
      edits: [{ path, range, newText: line.replace(`fails ${message}`, behaviour) }],
    }));
  },
};

const idOf = (path: string): string => [trustedToy, diligentToy].find((one) => one.claims(path))?.id ?? toy.id;

function discover(unit: SourceUnit): ReturnType<Simulator["discover"]> {
  if (unit.text.includes("discovery throws")) throw new Error(`cannot read ${unit.text}`);
  const simulator = idOf(unit.path);
  const lines = unit.text.split(/\r?\n/);
  const problems = lines.flatMap((line, index) =>
    line === "??" ? [problem(unit.path, "FL3900", "no command", lineRange(index, line))] : [],
  );
  const scenarios = lines.flatMap((line, index): readonly Scenario[] => {
    const match = /^(\w+): (\w+) ?(.*)$/.exec(line);
    if (!match) return [];
    const [, name = "", behaviour = "", argument = ""] = match;
    const at = line.indexOf("bad");
    const range = lineRange(index, line);
    const place = { start: { line: index, character: at }, end: { line: index, character: at + 3 } };
    const findings = at < 0 ? [] : [{ ...problem(unit.path, "FL3900", `\`${name}\` is bad`, place), fixes: [fix(unit.path, place)] }];
    const inputs = [{ path: unit.path, text: unit.text }];
    const found = { simulator, name, path: unit.path, range, inputs, findings, payload: { behaviour, argument } };
    if (behaviour !== "broken") return [found];
    const complaint = { ...problem(unit.path, "FL3900", "no behaviour", range) };
    return [{ ...found, findings: [complaint], notRun: { code: "FL3000", message: "no behaviour" } }];
  });
  return { scenarios, problems };
}

const fix = (path: string, range: Range) => ({ title: "Write good", edits: [{ path, range, newText: "good" }], preferred: true });

const lineRange = (line: number, text: string): Range => ({ start: { line, character: 0 }, end: { line, character: text.length } });

const problem = (path: string, code: Problem["code"], message: string, range: Range): Problem => ({
  code,
  severity: "error",
  message,
  path,
  range,
  related: [],
});

async function run(scenario: Scenario, budget: Budget): Promise<Outcome> {
  const { behaviour, argument } = scenario.payload as { behaviour: string; argument: string };
  switch (behaviour) {
    case "holds":
      return outcome(scenario, { states: Number(argument) || 1 });
    case "fails":
      return failing(scenario, argument || "it fails");
    case "dawdles":
      await new Promise((resolve) => setTimeout(resolve, 500));
      return failing(scenario, "it fails late");
    case "tells":
      budget.partial?.(() => failing(scenario, argument));
      if (argument === "spins") for (;;);
      return poll(scenario, budget);
    case "deepens":
      return budget.deep ? deepen(scenario, budget, argument) : outcome(scenario, { states: 1 });
    case "polls":
      return poll(scenario, budget);
    case "concludes":
      await poll(scenario, budget);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(argument));
      return undecided(scenario, budget, 7);
    case "spins":
      for (;;);
    case "sleeps":
      return new Promise(() => {});
    case "eats": {
      const kept: unknown[] = [];
      for (;;) kept.push(Array.from({ length: 1000 }, (_, index) => ({ index })));
    }
    case "hoards": {
      const kept: Uint8Array[] = [];
      while (budget.stop() === undefined) kept.push(new Uint8Array(1024 * 1024).fill(kept.length));
      return undecided(scenario, budget, kept.length);
    }
    case "throws":
      throw new TypeError(`unexpected ${JSON.stringify(scenario.inputs)}`);
    case "exits":
      return process.exit(3);
    case "kills":
      process.kill(process.pid, "SIGKILL");
      return new Promise(() => {});
    case "garbage":
      return JSON.parse(argument || '{"verdict":"fine"}') as Outcome;
    case "huge":
      return { ...outcome(scenario, { states: 1 }), details: { text: "x".repeat(130 * 1024 * 1024) } };
    default:
      return outcome(scenario, { states: 1 });
  }
}

function failing(scenario: Scenario, message: string): Outcome {
  return {
    ...outcome(scenario, { states: 2 }),
    verdict: "violated",
    reason: { message: "first turn done" },
    problems: [
      {
        ...problem(scenario.path, "FL3901", message, scenario.range),
        property: "FL3901",
        trace: 0,
        related: [{ message: "1. first", path: scenario.path, range: scenario.range }],
      },
    ],
    traces: [traceOf(scenario, 10)],
  };
}

/** What holds within the usual bounds. */
function deepen(scenario: Scenario, budget: Budget, how: string): Outcome | Promise<Outcome> {
  if (how === "polls") return poll(scenario, budget);
  if (how === "limited")
    return { ...undecided(scenario, budget, 5), stats: { ...outcome(scenario, { states: 5 }).stats, complete: false } };
  return how === "fails" ? failing(scenario, "found deeper") : outcome(scenario, { states: 2 });
}

/** Runs until it is told to stop. */
async function poll(scenario: Scenario, budget: Budget): Promise<Outcome> {
  for (let done = 0; ; done += 1) {
    if (budget.stop() !== undefined) return undecided(scenario, budget, done);
    budget.progress({ done, unit: "turns" });
  }
}

function undecided(scenario: Scenario, budget: Budget, states: number): Outcome {
  const limit = budget.stop() ?? "states";
  return { ...outcome(scenario, { states }), verdict: "undecided", reason: { limit, message: `told to stop: ${limit}` } };
}

function outcome(scenario: Scenario, { states }: { states: number }): Outcome {
  return {
    verdict: "holds",
    properties: [{ id: "FL3901", verdict: "holds" }],
    problems: [],
    traces: [],
    bounds: { turns: states },
    stats: { states, transitions: states, executions: 1, complete: true },
    notes: [
      { kind: "lens", range: scenario.range, text: `${states} receivers`, subject: 5, action: "Show paths" },
      { kind: "inlay", range: scenario.range, text: `${states} states` },
    ],
  };
}

export function traceOf(scenario: Pick<Scenario, "simulator" | "name" | "path" | "range">, steps: number): Trace {
  return {
    schema: "faultline-trace/1",
    simulator: scenario.simulator,
    scenario: scenario.name,
    path: scenario.path,
    inputs: "",
    title: `${scenario.name} counts to ${steps}`,
    lanes: [{ id: "a", title: "A" }],
    initial: { count: 0, log: [] },
    steps: Array.from({ length: steps }, (_, index) => ({
      lane: "a",
      action: "count",
      message: `count ${index} → ${index + 1}`,
      at: { path: scenario.path, range: scenario.range },
      changes: [
        { location: ["count"], before: index, after: index + 1 },
        { location: ["log", index], after: index },
      ],
      ...(index === steps - 1 ? { harm: true } : {}),
    })),
    harm: steps - 1,
    subject: steps,
  };
}
