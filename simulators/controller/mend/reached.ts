import type ts from "typescript";
import type { ApiCall } from "../static/calls.ts";
import { calledByNameOrMethod } from "../static/reach.ts";
import { resultName, type Subject } from "./subject.ts";

/** API calls in a node, and in the functions of the file that it calls. */
export function callsBelow(subject: Subject, node: ts.Node, known = new Set<ts.Node>()): readonly ApiCall[] {
  const { look, calls } = subject;
  if (known.has(node)) return [];
  known.add(node);
  const own = calls.filter((call) => node.pos <= call.node.pos && call.node.end <= node.end);
  const called = [node, ...look.below(node)].flatMap((each) =>
    look.compiler.isCallExpression(each) ? (calledByNameOrMethod(look, each) ?? []) : [],
  );
  return [...new Set([...own, ...called.flatMap((fn) => callsBelow(subject, fn, known))])];
}

/** What a call is about, for comparison: `Secret` of a client's method; of the framework's calls the kind that they name, or that of the object that they were made from. */
export function kindOf(subject: Subject, { node, style, method }: ApiCall): string {
  const { look } = subject;
  const { compiler } = look;
  const named =
    style === "client" ? /^[a-z]+(?:Collection)?(?:Namespaced|Cluster)?([A-Z]\w*?)(?:Status|Scale)?$/.exec(method)?.[1] : undefined;
  if (named !== undefined) return named;
  const [first, second] = node.arguments;
  if (first && second && compiler.isStringLiteralLike(second)) return second.text;
  if (!first) return "";
  const body = look.meaning(first);
  if (!compiler.isObjectLiteralExpression(body)) return look.text(body);
  const kind = look.member(body, "kind");
  if (kind && compiler.isStringLiteralLike(kind)) return kind.text;
  const copied = body.properties.find((member) => compiler.isSpreadAssignment(member));
  return copied && compiler.isSpreadAssignment(copied) ? kindOfVariable(subject, copied.expression) : look.text(body);
}

/** Of `set`, which was read before. */
function kindOfVariable(subject: Subject, expression: ts.Expression): string {
  const { look, calls } = subject;
  const text = look.text(expression);
  const read = calls.find((call) => call.kind === "read" && resultName(look, call.node) === text);
  return read ? kindOf(subject, read) : text;
}
