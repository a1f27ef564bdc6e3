import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { ApiCall } from "../static/calls.ts";
import { resultName, type Subject } from "./subject.ts";

/** `observedGeneration: latest.metadata.generation` → that of the view which the work was done by: the parameter, or the first of two reads of one object. */
export function followedGeneration(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const byFirst = new Map<string, ts.Identifier[]>();
  for (const node of look.all) {
    const later = generationOf(subject, node);
    const first = later && firstView(subject, later);
    if (first !== undefined && later) byFirst.set(first, [...(byFirst.get(first) ?? []), later]);
  }
  return [...byFirst].map(([first, places]) => ({
    title: `Report the generation that was followed, that of \`${first}\``,
    edits: places.map((node) => editOf(parsed, node.getStart(parsed.source), node.end, first)),
  }));
}

/** `latest` of `latest.metadata.generation`, `latest?.metadata?.generation`. */
function generationOf({ look: { compiler } }: Subject, node: ts.Node): ts.Identifier | undefined {
  if (!compiler.isPropertyAccessExpression(node) || node.name.text !== "generation") return undefined;
  let owner: ts.Expression = node.expression;
  while (compiler.isNonNullExpression(owner)) owner = owner.expression;
  if (!compiler.isPropertyAccessExpression(owner) || owner.name.text !== "metadata") return undefined;
  return compiler.isIdentifier(owner.expression) ? owner.expression : undefined;
}

function firstView(subject: Subject, later: ts.Identifier): string | undefined {
  const { look, calls, tagged } = subject;
  const { compiler } = look;
  const fn = look.functionAround(later);
  const reads = calls.filter((call) => call.kind === "read" && look.functionAround(call.node) === fn);
  const read = reads.find((call) => resultName(look, call.node) === later.text);
  if (!fn || !read) return undefined;
  const twin = reads.find((call) => call !== read && call.node.pos < read.node.pos && isSameTarget(subject, call, read));
  if (twin) return resultName(look, twin.node);
  const [parameter] = tagged.some((each) => each.fn === fn) && read.method.endsWith("CustomObject") ? fn.parameters : [];
  return parameter && compiler.isIdentifier(parameter.name) && parameter.name.text !== later.text ? parameter.name.text : undefined;
}

const isSameTarget = ({ look }: Subject, one: ApiCall, other: ApiCall): boolean =>
  one.method === other.method && argumentsOf(look, one) === argumentsOf(look, other);

/** Without options of the framework: what a read is about. */
const argumentsOf = (look: Subject["look"], { node, style }: ApiCall): string =>
  (style === "kube" ? node.arguments.slice(0, 3) : node.arguments).map((each) => look.text(each)).join();
