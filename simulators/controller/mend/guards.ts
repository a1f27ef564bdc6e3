import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { rangeBetween } from "../../core/lines.ts";
import type { Subject } from "./subject.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** `if (site.status?.phase === "Done") return;`: what was written of the work says nothing of the work. Each such test alone, then all of them. */
export function withoutGuards(subject: Subject): readonly Fix[] {
  const { parsed } = subject;
  const guards = statusGuards(subject);
  const alone = guards.map((guard): Fix => {
    const start = guard.getStart(parsed.source);
    const { line } = rangeBetween(parsed.lines, start, start).start;
    return { title: `Do the work whatever the status says of it (line ${line + 1})`, edits: [withoutLine(parsed, guard)] };
  });
  if (guards.length < 2) return alone;
  return [...alone, { title: "Do the work whatever the status says of it", edits: guards.map((guard) => withoutLine(parsed, guard)) }];
}

/** Returns that what the status says of the work decides. */
export function statusGuards({ look }: Subject): readonly ts.IfStatement[] {
  const { compiler } = look;
  return look.all.filter(
    (node): node is ts.IfStatement =>
      compiler.isIfStatement(node) &&
      node.elseStatement === undefined &&
      compiler.isBlock(node.parent) &&
      isReturn(compiler, node.thenStatement) &&
      /\bstatus\b/.test(look.text(node.expression)) &&
      !/\b(?:deletionTimestamp|undefined|isDeleting)\b/.test(look.text(node.expression)),
  );
}

export function isReturn(compiler: TypeScript, statement: ts.Statement): boolean {
  if (compiler.isReturnStatement(statement)) return statement.expression === undefined;
  const [only, second] = compiler.isBlock(statement) ? statement.statements : [];
  return only !== undefined && second === undefined && isReturn(compiler, only);
}

/** A statement with the white space before it and the end of its line. */
export function withoutLine(parsed: Subject["parsed"], statement: ts.Statement) {
  const { text, source } = parsed;
  const start = statement.getStart(source);
  const from = text.slice(0, start).replace(/[ \t]*$/, "").length;
  const rest = /^[ \t]*\r?\n/.exec(text.slice(statement.end))?.[0] ?? "";
  return editOf(parsed, from, statement.end + rest.length, "");
}
