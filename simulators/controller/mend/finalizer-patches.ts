import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import { resultName, type Subject } from "./subject.ts";

/** JSON patches of finalizers: a list that is not there yet is made, and what is taken away by its place is first looked at. */
export function surePatches(subject: Subject): readonly Fix[] {
  const { look } = subject;
  const { compiler } = look;
  const edits = look.all.flatMap((node): readonly TextEdit[] => {
    if (!compiler.isArrayLiteralExpression(node) || node.elements.length !== 1) return [];
    const [operation] = node.elements;
    if (!operation || !compiler.isObjectLiteralExpression(operation)) return [];
    const [op, path] = [look.member(operation, "op"), look.member(operation, "path")];
    if (!op || !path) return [];
    return look.text(op).slice(1, -1) === "add" ? added(subject, node, operation, path) : removed(subject, node, path);
  });
  return edits.length === 0 ? [] : [{ title: "Make the list of finalizers if there is none, and test what is taken away", edits }];
}

/** `add` to `/metadata/finalizers/-` → the whole list, where the resource has none. */
function added(
  subject: Subject,
  list: ts.ArrayLiteralExpression,
  operation: ts.ObjectLiteralExpression,
  path: ts.Expression,
): readonly TextEdit[] {
  const { look, parsed } = subject;
  const value = look.member(operation, "value");
  const live = liveAt(subject, list);
  if (look.text(path).slice(1, -1) !== "/metadata/finalizers/-" || !value || live === undefined) return [];
  const { start, end } = stretchOf(parsed, list);
  const version = testOf("/metadata/resourceVersion", `${live}.metadata.resourceVersion`);
  const before = /\bresourceVersion\b/.test(parsed.text) ? `${version}, ` : "";
  const whole = `{ op: "add", path: "/metadata/finalizers", value: [${look.text(value)}] }`;
  return [editOf(parsed, start, end, `${live}.metadata.finalizers ? [${before}${look.text(operation)}] : [${before}${whole}]`)];
}

/** `remove` at an index → behind a test of what stands there. */
function removed(subject: Subject, list: ts.ArrayLiteralExpression, path: ts.Expression): readonly TextEdit[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  const index =
    compiler.isTemplateExpression(path) && path.head.text === "/metadata/finalizers/" ? path.templateSpans[0]?.expression : undefined;
  const place = index && look.meaning(index);
  const wanted =
    place && compiler.isCallExpression(place) && look.text(place.expression).endsWith(".indexOf") ? place.arguments[0] : undefined;
  const first = list.elements[0];
  if (!wanted || !first) return [];
  const { start } = stretchOf(parsed, first);
  return [editOf(parsed, start, start, `${testOf(look.text(path), look.text(wanted))}, `)];
}

const testOf = (path: string, value: string): string =>
  `{ op: "test", path: ${path.startsWith("`") ? path : `"${path}"`}, value: ${value} }`;

/** The variable that holds the resource as the same function has read it. */
function liveAt({ look, calls }: Subject, node: ts.Node): string | undefined {
  const fn = look.functionAround(node);
  const read = calls.find(
    (call) => /^get\w*CustomObject$/.test(call.method) && look.functionAround(call.node) === fn && call.node.end < node.pos,
  );
  return read && resultName(look, read.node);
}
