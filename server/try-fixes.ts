import type { Fix, Problem, TextEdit } from "../protocol/problem.ts";
import type { InputFile, Outcome, Scenario, Simulator, SourceUnit } from "../simulators/core/simulator.ts";
import { edited } from "../simulators/core/edited.ts";

/** Of a run with more states no fix is tried: it would take as long again. */
const maximumStates = 100_000;

/** So many different mended texts are tried for one scenario. */
const maximumRuns = 6;

/** Runs a scenario with no more than so many states. */
export type TryRun = (scenario: Scenario, states: number) => Promise<Outcome>;

/**
 * Leaves the fixes with which a run of the mended text finds the problem gone and no new one. Of fixes with one title the first that does stays.
 * Nothing else tells whether a fix is one: whether a section is large enough, or whether another thread goes round it.
 */
export async function tryFixes(
  simulator: Simulator,
  scenario: Scenario,
  outcome: Outcome,
  typescript: SourceUnit["typescript"],
  run: TryRun,
): Promise<Outcome> {
  if (!outcome.problems.some(({ fixes }) => fixes)) return outcome;
  const trials = new Map<string, Promise<Outcome | undefined>>();
  const trial = (fix: Fix): Promise<Outcome | undefined> => {
    const key = JSON.stringify(fix.edits);
    const known = trials.get(key);
    if (known || trials.size >= maximumRuns) return known ?? Promise.resolve(undefined);
    const tried = runMended(simulator, scenario, outcome, fix.edits, typescript, run).catch(() => undefined);
    trials.set(key, tried);
    return tried;
  };
  const problems: Problem[] = [];
  for (const problem of outcome.problems) problems.push(await withTried(problem, outcome, trial));
  return { ...outcome, problems };
}

async function withTried(problem: Problem, outcome: Outcome, trial: (fix: Fix) => Promise<Outcome | undefined>): Promise<Problem> {
  const { fixes = [], ...rest } = problem;
  const good: Fix[] = [];
  for (const fix of fixes) {
    if (good.some(({ title }) => title === fix.title)) continue;
    const tried = await trial(fix);
    if (tried && isMended(problem, outcome, tried)) good.push(fix);
  }
  if (good.length === 0) return rest;
  const [first, ...others] = good as [Fix, ...Fix[]];
  return { ...rest, fixes: good.some(({ preferred }) => preferred) ? good : [{ ...first, preferred: true }, ...others] };
}

function isMended({ code, property }: Problem, before: Outcome, after: Outcome): boolean {
  if (after.verdict === "not-run" || (after.verdict === "undecided" && before.verdict !== "undecided")) return false;
  if (after.verdict === "holds" && !isBusy(after) && isBusy(before)) return false;
  const nameOf = (one: Pick<Problem, "code" | "property">): string => `${one.code} ${one.property ?? ""}`;
  const known = new Set(before.problems.filter(isLoud).map(nameOf));
  known.delete(nameOf(property === undefined ? { code } : { code, property }));
  return after.problems.filter(isLoud).every((one) => known.has(nameOf(one)));
}

/** Does the code write anything in what is shown of it, or at least read in two places? A text that ends at its first question has no problems either. */
function isBusy({ traces }: Outcome): boolean {
  const acts = traces.flatMap(({ steps }) => steps.filter(({ mark, at }) => at && (mark === "read" || mark === "write")));
  const lines = new Set(acts.map(({ at }) => `${at?.path} ${at?.range.start.line}`));
  return traces.length === 0 || lines.size > 1 || acts.some(({ mark }) => mark === "write");
}

const isLoud = ({ severity }: Problem): boolean => severity !== "information";

/** Undefined: the mended text has no such scenario, more static findings, or is too large to be tried. */
async function runMended(
  simulator: Simulator,
  scenario: Scenario,
  { stats }: Outcome,
  edits: readonly TextEdit[],
  typescript: SourceUnit["typescript"],
  run: TryRun,
): Promise<Outcome | undefined> {
  if (stats.states > maximumStates) return undefined;
  const files = scenario.inputs.map((file): InputFile => ({ ...file, text: edited(file, edits) }));
  const text = files.find(({ path }) => path === scenario.path)?.text;
  if (text === undefined) return undefined;
  // What was found by its name is among the inputs; `--config` may have given it another one.
  const nearest = (name: string): InputFile | undefined =>
    files.find(({ path }) => path === name || path.endsWith(`/${name}`)) ??
    files.find(({ path }) => path !== scenario.path && path.endsWith(name.slice(name.lastIndexOf("."))));
  const found = simulator.discover({ path: scenario.path, text, typescript, nearest }).scenarios.find(({ name }) => name === scenario.name);
  if (!found || found.notRun || found.findings.filter(isLoud).length > scenario.findings.filter(isLoud).length) return undefined;
  const others = files.filter(({ path }) => path !== scenario.path && edits.some((edit) => edit.path === path));
  return run({ ...found, inputs: [...found.inputs, ...others] }, 4 * stats.states + 30_000);
}
