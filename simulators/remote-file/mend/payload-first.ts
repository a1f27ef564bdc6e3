import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { lineOf } from "../static/fixes/lines.ts";
import { statementAt } from "./statement.ts";

/** FL4011: the write of the flag goes behind a later write of its block. */
export function behindPayload(parsed: Parsed, call: ts.CallExpression): readonly Fix[] {
  const { compiler, source, text } = parsed;
  const flag = statementAt(parsed, call);
  if (!flag || !compiler.isBlock(flag.parent) || !compiler.isExpressionStatement(flag)) return [];
  const { statements } = flag.parent;
  const later = statements
    .slice(statements.indexOf(flag) + 1)
    .filter((one) => compiler.isExpressionStatement(one) && writes.test(one.getText(source)));
  const from = lineOf(parsed, flag);
  const line = text.slice(from.start, from.end);
  if (!line.endsWith("\n")) return [];
  return later.map((payload): Fix => {
    const { end } = lineOf(parsed, payload);
    const first = payload.getText(source).replace(/\s+/g, " ");
    return {
      title: `Write the flag behind \`${first.length <= 50 ? first : `${first.slice(0, 49)}…`}\``,
      edits: [editOf(parsed, from.start, from.end, ""), editOf(parsed, end, end, line)],
    };
  });
}

const writes = /\b(?:write|writev|writeFile|appendFile)(?:Sync)?\s*\(/;
