import type { Problem } from "../protocol/problem.ts";
import { startOfFile } from "../protocol/source.ts";
import type { Discovery, Simulator, SourceUnit } from "../simulators/core/simulator.ts";
import { suppress } from "../simulators/core/suppress.ts";
import { simulators as registered } from "../simulators/registry.ts";
import { describeError, internalProblem } from "./internal-error.ts";

/** A file with more text is refused, UTF-16 units. */
export const maximumTextLength = 5 * 1024 * 1024;

/** More problems of one file help nobody. */
const maximumProblems = 1000;
const maximumMessageLength = 2000;

/**
 * What all simulators find in a file, without running anything. Never throws: a simulator that does becomes one `FL0001`.
 *
 * @param simulators Those that are enabled.
 */
export function analyse(unit: SourceUnit, simulators: readonly Simulator[] = registered, version: string = __VERSION__): Discovery {
  const claiming = simulators.filter((simulator) => simulator.claims(unit.path));
  if (claiming.length === 0) return { scenarios: [], problems: [] };
  if (maximumTextLength < unit.text.length) return { scenarios: [], problems: refuse(unit) };
  const found = claiming.map((simulator) => discover(simulator, unit, version));
  const scenarios = found.flatMap((discovery) => discovery.scenarios.map((one) => ({ ...one, findings: bounded(one.findings) })));
  const problems = found.flatMap((discovery) => discovery.problems);
  const offers = found.flatMap((discovery) => discovery.offers ?? []);
  return {
    scenarios,
    problems: bounded(scenarios.length === 0 ? suppress(unit.path, unit.text, problems, true) : problems),
    ...(offers.length > 0 ? { offers } : {}),
  };
}

function discover(simulator: Simulator, unit: SourceUnit, version: string): Discovery {
  try {
    return simulator.discover(unit);
  } catch (error) {
    const place = { path: unit.path, range: startOfFile, simulator: simulator.id };
    return { scenarios: [], problems: [internalProblem(place, describeError(error), version)] };
  }
}

/** Big code files are mostly made by a bundler: nobody wants to hear of them unless they speak of us. */
function refuse(unit: SourceUnit): readonly Problem[] {
  if (isCode(unit.path) && !unit.text.includes("faultline")) return [];
  const megabytes = (unit.text.length / 1024 / 1024).toFixed(1);
  return [
    notRead(
      unit.path,
      `This file has ${megabytes} million characters; files over ${maximumTextLength / 1024 / 1024} are not read: split it`,
    ),
  ];
}

/** A file that cannot be taken in: too large, unreadable, not UTF-8. */
export function notRead(path: string, message: string): Problem {
  return { code: "FL0003", severity: "warning", message, path, range: startOfFile, property: "FL0003", related: [] };
}

/** Claimed by its ending alone, so that nothing says that it is meant for us. */
export const isCode = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

function bounded(problems: readonly Problem[]): readonly Problem[] {
  const first = problems.slice(0, maximumProblems).map(shortened);
  const left = problems.slice(maximumProblems);
  const [next] = left;
  if (!next) return first;
  // The worst of those left out speaks for them, so that leaving out changes no verdict.
  const worst = left.find((problem) => problem.severity === "error") ?? left.find((problem) => problem.severity === "warning") ?? next;
  return [
    ...first,
    { ...shortened(worst), message: `${shortened(worst).message} (and ${left.length - 1} more problems that are not listed)` },
  ];
}

function shortened(problem: Problem): Problem {
  if (problem.message.length <= maximumMessageLength) return problem;
  return { ...problem, message: `${problem.message.slice(0, maximumMessageLength)}…` };
}
