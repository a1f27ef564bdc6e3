import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import type { Unplaced } from "../sightings.ts";
import { type Context, statementAround } from "../rules/context.ts";
import { indentOf, newlineOf } from "./lines.ts";

/** A sync behind the write, while its handle is open for sure. */
export function syncedBefore(context: Context, { written }: Unplaced): readonly Fix[] {
  const { parsed } = context;
  const { compiler, source } = parsed;
  if (!compiler.isCallExpression(written)) return [];
  const statement = statementAround(context, written);
  if (!compiler.isExpressionStatement(statement) || !compiler.isBlock(statement.parent)) return [];
  const callee = written.expression;
  const isMethod = compiler.isPropertyAccessExpression(callee) && compiler.isIdentifier(callee.expression) && callee.name.text === "write";
  const isAwaited = compiler.isAwaitExpression(statement.expression);
  const [fd] = written.arguments;
  const isSync = callee.getText(source).endsWith("writeSync") && fd && compiler.isIdentifier(fd);
  const call = isMethod && isAwaited ? `await ${callee.expression.getText(source)}.datasync();` : undefined;
  const sync = isSync ? `${callee.getText(source).replace(/writeSync$/, "fdatasyncSync")}(${fd.getText(source)});` : undefined;
  const line = call ?? (sync && callee.getText(source).includes(".") ? sync : undefined);
  if (line === undefined) return [];
  const text = `${newlineOf(parsed)}${indentOf(parsed, statement)}${line}`;
  return [{ title: "Sync behind the write", edits: [editOf(parsed, statement.end, statement.end, text)], preferred: true }];
}
