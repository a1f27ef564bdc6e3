import type { Problem } from "../../../protocol/problem.ts";
import type { Reason } from "../../../protocol/report.ts";
import type { Discovery, Scenario, SourceUnit } from "../../core/simulator.ts";
import { understand } from "./configuration.ts";
import { type ConfigDocument, edit } from "../../core/config/edits.ts";
import { lineStarts, rangeBetween } from "./lines.ts";
import type { ConfigNode, ConfigTree } from "../../core/config/node.ts";
import { formatOf } from "./parse.ts";
import { payloadFor } from "./payload.ts";
import { fixOf, problemOf } from "../../core/config/problems.ts";
import { readTree } from "./recent.ts";
import type { Spans } from "../../core/config/spans.ts";
import { mentionsMulticast, readTypeScript, type Stretch } from "./typescript.ts";
import { quote } from "../../core/config/words.ts";

/** Files that may hold a configuration: `*.multicast.json`, `.yaml`, `.yml`, and any TypeScript module. */
export function claimsMulticast(path: string): boolean {
  return formatOf(path) !== undefined || (/\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path));
}

/** The configuration in a file, with everything that can be said of it without a run. */
export function discoverMulticast(unit: SourceUnit): Discovery {
  const format = formatOf(unit.path);
  if (format) return { scenarios: [scenarioOf(unit, readTree(unit.path, format, unit.text))], problems: [] };
  if (!claimsMulticast(unit.path) || !mentionsMulticast(unit.text)) return nothing;
  const reading = readTypeScript(unit.typescript(), unit.path, unit.text);
  switch (reading.kind) {
    case "none":
      return nothing;
    case "not-exported":
      return { scenarios: [], problems: [notExported(unit, reading.at)] };
    case "dynamic":
      return { scenarios: [notModelled(unit, reading.at, reading.cause)], problems: [] };
    case "literal":
      return { scenarios: [scenarioOf(unit, reading.tree, reading.at)], problems: [] };
  }
}

const nothing: Discovery = { scenarios: [], problems: [] };

/** @param at Where the scenario stands in a module; else it is the start of the configuration. */
function scenarioOf(unit: SourceUnit, tree: ConfigTree, at?: Stretch): Scenario {
  const lines = lineStarts(unit.text);
  const place = at ?? startOf(tree.root);
  const range = rangeBetween(lines, place.start, place.end);
  if (tree.problems.length > 0 || !tree.root) return { ...frame(unit, range), ...unreadable(unit, tree, lines, place) };
  const { problems, configuration } = understand(unit.path, unit.text, tree.root, tree.format, lines);
  if (!configuration) return { ...frame(unit, range), findings: worst(problems), notRun: badConfiguration(problems), payload: undefined };
  return { ...frame(unit, range), findings: worst(problems), payload: payloadFor(configuration) };
}

/** Nobody reads more, and every one travels to the editor. */
const mostFindings = 1000;

/** All of them, or as many as can be shown, errors before warnings: the last one says how many are left out. */
function worst(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostFindings) return problems;
  const rank = { error: 0, warning: 1, information: 2 };
  const shown = [...problems].sort((a, b) => rank[a.severity] - rank[b.severity]).slice(0, mostFindings);
  const left = problems.length - shown.length;
  return shown.map((problem, index) =>
    index < mostFindings - 1 ? problem : { ...problem, message: `${problem.message} (and ${left} more in this file)` },
  );
}

/** The first token. */
function startOf(root: ConfigNode | undefined): Stretch {
  if (!root) return { start: 0, end: 0 };
  const first = root.kind === "object" && root.body.isBlock ? root.members.find(({ key }) => key?.start === root.start)?.key : undefined;
  return { start: root.start, end: first?.end ?? Math.min(root.end, root.start + 1) };
}

function frame(unit: SourceUnit, range: Scenario["range"]): Pick<Scenario, "simulator" | "name" | "path" | "range" | "inputs"> {
  return { simulator: "multicast", name: scenarioName(unit.path), path: unit.path, range, inputs: [{ path: unit.path, text: unit.text }] };
}

/** `load` for `eu/load.multicast.json`, `load.multicast.ts` and `load.ts`. */
export function scenarioName(path: string): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return file.replace(/\.(json|ya?ml|[cm]?tsx?)$/, "").replace(/\.multicast$/, "") || file;
}

function badConfiguration(problems: readonly Problem[]): Reason {
  const errors = problems.filter(({ code, severity }) => code === "FL3000" && severity === "error");
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return { code: "FL3000", message: `${first?.message ?? "The configuration is broken"}${more}` };
}

/** More syntax errors than this are echoes of the first ones. */
const mostSyntaxProblems = 20;

function unreadable(
  unit: SourceUnit,
  tree: ConfigTree,
  lines: Int32Array,
  place: Stretch,
): Pick<Scenario, "findings" | "notRun" | "payload"> {
  const document: ConfigDocument = { path: unit.path, text: unit.text, spans: emptySpans(tree, lines) };
  const problems = tree.problems.length > 0 ? tree.problems : [{ ...place, message: "There is no configuration here" }];
  const findings = problems.slice(0, mostSyntaxProblems).map(({ start, end, message, insert }) =>
    problemOf(document, {
      code: "FL3000",
      severity: "error",
      message,
      range: rangeBetween(lines, start, end),
      fixes: insert ? [fixOf(`Insert ${quote(insert.text)}`, [edit(document, insert.at, insert.at, insert.text)], true)] : [],
    }),
  );
  return { findings, notRun: badConfiguration(findings), payload: undefined };
}

const emptySpans = ({ format }: ConfigTree, lines: Int32Array): Spans => ({
  format,
  names: [],
  nodes: new Int32Array(0),
  bodies: new Int32Array(0),
  lines,
});

function notModelled(unit: SourceUnit, at: Stretch, cause: Stretch & { readonly message: string }): Scenario {
  const lines = lineStarts(unit.text);
  const range = rangeBetween(lines, at.start, at.end);
  const expression = quote(unit.text.slice(cause.start, cause.end).replace(/\s+/g, " "));
  const message = `The configuration is not a literal, and modules are not run to find it: ${expression} ${cause.message}`;
  const related = [{ message: `${expression} ${cause.message}`, path: unit.path, range: rangeBetween(lines, cause.start, cause.end) }];
  const finding: Problem = { code: "FL0003", severity: "warning", message, path: unit.path, range, property: "FL0003", related };
  return { ...frame(unit, range), findings: [finding], notRun: { code: "FL0003", message }, payload: undefined };
}

function notExported(unit: SourceUnit, at: Stretch): Problem {
  const range = rangeBetween(lineStarts(unit.text), at.start, at.end);
  const message = "This configuration is not the default export, so it is not checked: write `export default defineMulticast({…})`";
  return { code: "FL0002", severity: "warning", message, path: unit.path, range, property: "FL0002", related: [] };
}
