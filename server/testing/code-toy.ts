import { startOfFile } from "../../protocol/source.ts";
import type { Budget } from "../../simulators/core/budget.ts";
import type { Outcome, Program, Scenario, Simulator, SourceUnit } from "../../simulators/core/simulator.ts";
import { SourceMapIndex } from "../../simulators/core/source-map.ts";

/**
 * A simulator of user code for tests of the shell. In a file `*.code.ts` each line `// scenario: NAME` is a scenario that runs the function NAME.
 * It does not run the bundle but looks into it: every call of `complain("…")` is a problem there, `states = 5` says how many states there are,
 * and `hang()`, `eat()`, `work()` and `vanish()` are calls that never return, that take all memory, that are long but alive, and that never return without having said where.
 */
export const codeToy: Simulator = {
  id: "code-toy",
  title: "Code toy",
  version: 1,
  codes: ["FL3901"],
  modules: {
    "faultline/code-toy": "export const complain = () => {}, hang = () => {}, eat = () => {}, vanish = () => {}, work = () => {};",
  },
  claims: (path) => path.endsWith(".code.ts"),
  discover,
  run,
  replay: (scenario, trace, budget) =>
    run(scenario, budget).verdict === "violated" ? { kind: "fails-again", trace } : { kind: "no-longer-fails" },
  trace: () => undefined,
};

function discover({ path, text }: SourceUnit): ReturnType<Simulator["discover"]> {
  const lines = text.split(/\r?\n/);
  const scenarios = lines.flatMap((content, line): readonly Scenario[] => {
    const name = /^\/\/ scenario: (\w+)/.exec(content)?.[1];
    if (name === undefined) return [];
    const range = { start: { line, character: 0 }, end: { line, character: content.length } };
    const inputs = [{ path, text }];
    return [{ simulator: codeToy.id, name, path, range, inputs, findings: [], payload: null, entry: { path, names: [name] } }];
  });
  return { scenarios, problems: [] };
}

function run(scenario: Scenario, budget: Budget): Outcome {
  const { program } = scenario;
  if (!program) throw new Error("there is no program");
  const states = Number(/states = (\d+)/.exec(program.code)?.[1] ?? 1);
  misbehave(program, budget);
  const index = new SourceMapIndex(program.code, program.sourceMap);
  const problems = [...program.code.matchAll(/complain\("([^"]*)"\)/g)].map((match) => {
    const place = index.locate(match.index);
    const start = place && { line: place.line, character: place.column };
    const range = start ? { start, end: { ...start, character: start.character + "complain".length } } : startOfFile;
    return {
      code: "FL3901" as const,
      severity: "error" as const,
      message: match[1] ?? "",
      path: place?.path ?? scenario.path,
      range,
      related: [],
      trace: 0,
    };
  });
  const trace = {
    schema: "faultline-trace/1" as const,
    simulator: scenario.simulator,
    scenario: scenario.name,
    path: scenario.path,
    inputs: "",
    property: "FL3901",
    title: "it complains",
    lanes: [],
    initial: {},
    steps: [],
    subject: null,
  };
  return {
    verdict: problems.length > 0 ? "violated" : "holds",
    properties: [{ id: "FL3901", verdict: problems.length > 0 ? "violated" : "holds" }],
    problems,
    traces: problems.length > 0 ? [trace] : [],
    bounds: {},
    stats: { states, transitions: 0, executions: 1, complete: true },
  };
}

function misbehave({ code }: Program, budget: Budget): void {
  const at = (call: string) => code.search(new RegExp(`(?<!function )\\b${call}\\(\\)`));
  if (at("hang") >= 0) {
    budget.beacon?.(at("hang"));
    for (;;);
  }
  if (at("vanish") >= 0) for (;;);
  if (at("eat") >= 0) {
    const kept: unknown[] = [];
    for (;;) {
      // However slow the machine is: it is memory that ends this, not silence.
      for (let polls = 0; polls < 20; polls += 1) budget.stop();
      budget.beacon?.(at("eat"));
      kept.push(Array<number>(1_000_000).fill(kept.length));
    }
  }
  // Long, but it shows that it is alive: in a call most of the time, and now and then out of it.
  for (let turn = 0; at("work") >= 0 && turn < 30; turn += 1) {
    budget.beacon?.(at("work"));
    const end = performance.now() + 50;
    while (performance.now() < end);
    budget.beacon?.(-1);
    for (let polls = 0; polls < 20; polls += 1) budget.stop();
  }
}
