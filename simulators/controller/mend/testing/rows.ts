import typescript from "typescript";
import type { Code, Fix, Problem } from "../../../../protocol/problem.ts";
import type { Step } from "../../../../protocol/trace.ts";
import { lineStarts, offsetAt, rangeBetween } from "../../../core/lines.ts";
import type { Outcome } from "../../../core/simulator.ts";
import { mend } from "../index.ts";

const client = `import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
const core = config.makeApiClient(CoreV1Api);
`;
const tags = "/**\n * @reconcile a.io/v1 Site\n * @sample ./a.yaml\n */\n";
/** A tagged controller with this body. */
export const tagged = (text: string, parameter = "site: Site"): string =>
  `${client}${tags}export async function reconcile(${parameter}): Promise<void> {\n${text}\n}\n`;
/** A controller of the framework with this body. */
export const defined = (text: string): string => `import { defineController } from "faultline/controller";
export default defineController({
  name: "site",
  resource: { apiVersion: "a.io/v1", kind: "Site" },
  sample: "./a.yaml",
  async reconcile(request, kube) {
${text}
  },
});
`;

/** A problem at `«`, of a run that makes all calls of the text with an outdated cache. */
export function attempts(code: Code, marked: string): { readonly text: string; readonly fixes: readonly Fix[] } {
  const text = marked.replace("«", "");
  const lines = lineStarts(text);
  const at = (offset: number) => ({ path: "a.ts", range: rangeBetween(lines, offset, offset + 1) });
  const calls = [...text.matchAll(/\b(?:core|custom|kube)\.\w+[<(]/g)].map(
    ({ index }): Step => ({ lane: "controller", action: "call", message: "", changes: [], at: at(index) }),
  );
  const steps: Step[] = [{ lane: "faults", action: "behind", message: "", changes: [] }, ...calls];
  const problem: Problem = { code, severity: "error", message: "", ...at(marked.indexOf("«")), related: [], trace: 0 };
  const trace = {
    schema: "faultline-trace/1",
    simulator: "controller",
    scenario: "a",
    path: "a.ts",
    inputs: "",
    title: "",
    lanes: [],
  } as const;
  const outcome: Outcome = {
    verdict: "violated",
    properties: [],
    problems: [problem],
    traces: [{ ...trace, initial: {}, steps, subject: null }],
    bounds: {},
    stats: { states: 1, transitions: 1, executions: 1, complete: true },
  };
  return { text, fixes: mend({ path: "a.ts", text, typescript: () => typescript }, problem, outcome) };
}

function applied(text: string, { edits }: Fix): string {
  const lines = lineStarts(text);
  return edits
    .map(({ range, newText }) => ({ start: offsetAt(lines, text, range.start), end: offsetAt(lines, text, range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text);
}

/** Editors refuse edits that overlap. */
function overlaps(text: string, { edits }: Fix): boolean {
  const lines = lineStarts(text);
  const places = edits.map(({ range }) => ({ start: offsetAt(lines, text, range.start), end: offsetAt(lines, text, range.end) }));
  return places.some((one, index) => places.some((other, at) => at > index && one.start < other.end && other.start < one.end));
}

const isValid = (text: string): boolean => {
  const source = typescript.createSourceFile("a.ts", text, typescript.ScriptTarget.ESNext) as {
    readonly parseDiagnostics?: readonly unknown[];
  };
  return (source.parseDiagnostics ?? []).length === 0;
};

export type Row = readonly [what: string, code: Code, text: string, title: string, wanted: string];

/** What is wrong with a row; undefined: among the attempts is one of this title, after which the text holds what is wanted, and every attempt leaves a text that parses, by edits that do not overlap. */
export function wrongWith([, code, marked, title, wanted]: Row): string | undefined {
  const { text, fixes } = attempts(code, marked);
  const fix = fixes.find((each) => each.title === title);
  if (!fix) return `no such fix among: ${fixes.map((each) => each.title).join("; ")}`;
  const mended = applied(text, fix);
  if (!mended.includes(wanted)) return mended;
  const broken = fixes.find((each) => overlaps(text, each) || !isValid(applied(text, each)));
  return broken && `${broken.title}: ${applied(text, broken)}`;
}
