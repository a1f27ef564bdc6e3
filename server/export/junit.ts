import type { Problem } from "../../protocol/problem.ts";
import type { PropertyVerdict, Report, Result } from "../../protocol/report.ts";
import { isViolation } from "../../simulators/core/conclude.ts";
import { boundsInWords } from "./words.ts";
import { xmlAttribute, xmlText } from "./xml.ts";

/**
 * JUnit XML as CI servers read it: a suite for each file, a case for each property of each scenario.
 * Violated: `failure`. Not run: `error`. Undecided: `skipped` with its reason. Suppressed problems and information stand in `system-out`.
 */
export function* junitChunks(report: Report): Iterable<string> {
  const suites = suitesOf(report);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="faultline" ${totals(suites.flatMap(([, cases]) => cases))}>\n`;
  for (const [path, cases] of suites) {
    yield `  <testsuite name="${xmlAttribute(path)}" ${totals(cases)}>\n`;
    for (const testCase of cases) yield caseText(testCase);
    yield "  </testsuite>\n";
  }
  yield "</testsuites>\n";
}

interface Case {
  readonly className: string;
  readonly name: string;
  readonly milliseconds: number;
  readonly outcome?: {
    readonly element: "failure" | "error" | "skipped";
    readonly type: string;
    readonly message: string;
    readonly text: string;
  };
  readonly output: readonly string[];
}

function suitesOf(report: Report): readonly (readonly [string, readonly Case[]])[] {
  const suites = new Map<string, Case[]>();
  const add = (path: string, cases: readonly Case[]) => suites.set(path, [...(suites.get(path) ?? []), ...cases]);
  for (const problem of report.problems) add(problem.path, [fileCase(problem)]);
  for (const result of report.results) add(result.path, resultCases(result));
  return [...suites].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A problem of a file. What keeps the file from being checked is an error, the rest is said and passes. */
function fileCase(problem: Problem): Case {
  const keepsFromChecking = problem.code === "FL0001" || problem.code === "FL0003";
  return {
    className: problem.path,
    name: `${problem.code} line ${problem.range.start.line + 1}`,
    milliseconds: 0,
    ...((problem.severity === "error" && isViolation(problem)) || keepsFromChecking
      ? {
          outcome: {
            element: keepsFromChecking ? "error" : "failure",
            type: problem.code,
            message: problem.message,
            text: problemText(problem),
          },
        }
      : {}),
    output: [problemText(problem)],
  };
}

function resultCases(result: Result): readonly Case[] {
  const className = `${result.simulator}.${result.scenario}`;
  const quiet = result.problems.filter((problem) => !isViolation(problem)).map(problemText);
  const told = result.properties.some((property) => property.verdict === result.verdict);
  const whole: readonly PropertyVerdict[] = told && result.verdict !== "not-run" ? [] : [{ id: result.scenario, verdict: result.verdict }];
  const properties = result.verdict === "not-run" ? [] : result.properties;
  return [...whole, ...properties].map((property, index) => {
    const outcome = outcomeOf(property, result);
    return {
      className,
      name: property.id,
      milliseconds: index === 0 ? result.stats.milliseconds : 0,
      ...(outcome ? { outcome } : {}),
      output:
        index === 0 ? [`${result.verdict} within ${boundsInWords(result).join(", ") || "no bounds"}`, result.reproduce, ...quiet] : [],
    };
  });
}

function outcomeOf(property: PropertyVerdict, result: Result): Case["outcome"] {
  switch (property.verdict) {
    case "holds":
      return undefined;
    case "undecided":
      return { element: "skipped", type: result.reason?.limit ?? "undecided", message: `undecided: ${reasonOf(result)}`, text: "" };
    case "not-run":
      return {
        element: "error",
        type: result.reason?.code ?? "not-run",
        message: `not run: ${reasonOf(result)}`,
        text: result.problems.map(problemText).join("\n"),
      };
    case "violated": {
      const problems = result.problems.filter((problem) => isViolation(problem) && (problem.property ?? problem.code) === property.id);
      const first = problems[0];
      return {
        element: "failure",
        type: first?.code ?? property.id,
        message: first?.message ?? property.id,
        text: problems.map((problem) => withSteps(problem, result)).join("\n\n"),
      };
    }
  }
}

const reasonOf = (result: Result): string => result.reason?.message ?? "no reason given";

const problemText = (problem: Problem): string => {
  const suppressed = problem.suppressed === undefined ? "" : ` (suppressed: ${problem.suppressed})`;
  return `${problem.path}:${problem.range.start.line + 1}:${problem.range.start.character + 1} ${problem.severity} ${problem.code} ${problem.message}${suppressed}`;
};

function withSteps(problem: Problem, result: Result): string {
  const trace = problem.trace === undefined ? undefined : result.traces[problem.trace];
  const steps = trace?.steps.slice(0, mostSteps).map((step, index) => `  ${index + 1}. ${step.message}`) ?? [];
  const left = (trace?.steps.length ?? 0) - steps.length;
  return [problemText(problem), ...steps, ...(left > 0 ? [`  … and ${left} more steps`] : []), result.reproduce].join("\n");
}

const mostSteps = 200;

function totals(cases: readonly Case[]): string {
  const number = (element: string) => cases.filter(({ outcome }) => outcome?.element === element).length;
  const milliseconds = cases.reduce((sum, testCase) => sum + testCase.milliseconds, 0);
  return `tests="${cases.length}" failures="${number("failure")}" errors="${number("error")}" skipped="${number("skipped")}" time="${seconds(milliseconds)}"`;
}

function caseText({ className, name, milliseconds, outcome, output }: Case): string {
  const head = `    <testcase classname="${xmlAttribute(className)}" name="${xmlAttribute(name)}" time="${seconds(milliseconds)}"`;
  const inner = [
    ...(outcome ? [outcomeText(outcome)] : []),
    ...(output.length > 0 ? [`      <system-out>${xmlText(output.join("\n"))}</system-out>\n`] : []),
  ].join("");
  return inner === "" ? `${head}/>\n` : `${head}>\n${inner}    </testcase>\n`;
}

function outcomeText({ element, type, message, text }: NonNullable<Case["outcome"]>): string {
  if (element === "skipped") return `      <skipped message="${xmlAttribute(message)}"/>\n`;
  return `      <${element} type="${xmlAttribute(type)}" message="${xmlAttribute(message)}">${xmlText(text)}</${element}>\n`;
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);
