import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { ApiCall } from "../static/calls.ts";
import { resultName, type Subject } from "./subject.ts";

/** A patch of the status is for the resource that was read, as it was read: not for another one that has got its name. */
export function sureStatus(subject: Subject): readonly Fix[] {
  const edits = subject.calls.flatMap((call) =>
    call.method.endsWith("CustomObjectStatus") && call.kind === "patch" ? sure(subject, call) : [],
  );
  return edits.length === 0 ? [] : [{ title: "Write the status only of what was read (`resourceVersion`)", edits }];
}

function sure(subject: Subject, { node }: ApiCall): readonly TextEdit[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  const [first, , , , , positional] = node.arguments;
  const body = first && compiler.isObjectLiteralExpression(first) ? look.member(first, "body") : positional;
  const literal = body && look.meaning(body);
  const live = liveAt(subject, node);
  const isKnown = /\bresourceVersion\b/.test(parsed.text);
  if (!literal || !compiler.isObjectLiteralExpression(literal) || live === undefined || !isKnown) return [];
  const version = `resourceVersion: ${live}.metadata.resourceVersion`;
  const metadata = look.member(literal, "metadata");
  if (!metadata) {
    const at = literal.getStart(parsed.source) + 1;
    return [editOf(parsed, at, at, ` metadata: { ${version} },`)];
  }
  if (!compiler.isObjectLiteralExpression(metadata) || look.member(metadata, "resourceVersion")) return [];
  const end = metadata.properties.at(-1)?.end;
  return end === undefined ? [] : [editOf(parsed, end, end, `, ${version}`)];
}

/** The variable that holds the resource as the same function has read it. */
function liveAt({ look, calls }: Subject, node: ts.Node): string | undefined {
  const fn = look.functionAround(node);
  const read = calls.find(
    (call) => /^get\w*CustomObject$/.test(call.method) && look.functionAround(call.node) === fn && call.node.end < node.pos,
  );
  return read && resultName(look, read.node);
}
