import type ts from "typescript";
import type { Offer } from "../../core/simulator.ts";
import { docCommentsOf } from "../../core/source/comments.ts";
import { editOf } from "../../core/source/complaint.ts";
import { isAsync, isExported, requiredParameters } from "../../core/source/functions.ts";
import { type FunctionNode, unwrap } from "../../core/source/owners.ts";
import { type Parsed, stretchOf } from "../../core/source/parse.ts";
import { rangeBetween } from "../../core/lines.ts";
import type { RemoteFiles } from "../config/model.ts";
import type { StaticFindings } from "../static/index.ts";

/** Exported async functions without parameters that open files under a mount: what `@process` stands on. */
export function offersFor(parsed: Parsed, { nodes }: RemoteFiles, { opens }: StaticFindings): readonly Offer[] {
  const node = nodes.find(({ role }) => role === "app")?.name;
  if (node === undefined || opens.length === 0) return [];
  const comments = docCommentsOf(parsed);
  return topLevelFunctions(parsed).flatMap(({ statement, name, fn }): readonly Offer[] => {
    const isCandidate = isAsync(parsed, fn) && isExported(parsed, name.text) && requiredParameters(parsed, fn).length === 0;
    if (!isCandidate || !opens.some(({ start, end }) => fn.pos <= start && end <= fn.end)) return [];
    const { start, end } = stretchOf(parsed, name);
    const edit = tagged(parsed, comments, statement, `@process node=${node}`);
    return [{ title: `Simulate as a process on ${node}`, range: rangeBetween(parsed.lines, start, end), edits: [edit] }];
  });
}

interface Named {
  readonly statement: ts.Statement;
  readonly name: ts.Identifier;
  readonly fn: FunctionNode;
}

function topLevelFunctions({ compiler, source }: Parsed): readonly Named[] {
  return source.statements.flatMap((statement): readonly Named[] => {
    if (compiler.isFunctionDeclaration(statement) && statement.name && statement.body)
      return [{ statement, name: statement.name, fn: statement }];
    if (!compiler.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) return [];
    const [declaration] = statement.declarationList.declarations;
    const value = declaration?.initializer && unwrap(compiler, declaration.initializer);
    const isFunction = value && (compiler.isArrowFunction(value) || compiler.isFunctionExpression(value));
    return declaration && isFunction && compiler.isIdentifier(declaration.name) ? [{ statement, name: declaration.name, fn: value }] : [];
  });
}

/** A comment of its own, or one more line in the one that is there. */
function tagged(parsed: Parsed, comments: ReturnType<typeof docCommentsOf>, statement: ts.Statement, tag: string): Offer["edits"][number] {
  const { text, source } = parsed;
  const start = statement.getStart(source);
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const comment = comments.find(({ end }) => end <= start && /^[ \t]*(?:\r?\n[ \t]*)?$/.test(text.slice(end, start)));
  if (!comment) return editOf(parsed, start, start, `/** ${tag} */${newline}`);
  const from = comment.start + text.slice(comment.start, comment.end - 2).trimEnd().length;
  return editOf(parsed, from, comment.end - 2, `${newline} * ${tag}${newline} `);
}
