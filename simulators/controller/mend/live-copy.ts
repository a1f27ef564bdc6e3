import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { Subject } from "./subject.ts";

/** A function that has asked for the resource as it is now goes on with that, not with the parameter. */
export function liveCopy({ look, parsed, tagged }: Subject): readonly Fix[] {
  const { compiler } = look;
  const { source } = parsed;
  return tagged.flatMap(({ fn }): readonly Fix[] => {
    const [parameter] = fn.parameters;
    const type = parameter?.type && look.text(parameter.type);
    if (!parameter || !compiler.isIdentifier(parameter.name)) return [];
    const old = parameter.name.text;
    const index = fn.body.statements.findIndex((statement) => declares(look, statement, type, old) !== undefined);
    const name = index === -1 ? undefined : declares(look, fn.body.statements[index] as ts.Statement, type, old);
    const [test, ...rest] = fn.body.statements.slice(index + 1);
    if (name === undefined || !test || !compiler.isIfStatement(test)) return [];
    const uses = rest.flatMap((statement) => look.below(statement).filter((node) => isUse(look, node, old)));
    if (uses.length === 0) return [];
    const edits = uses.map((node) => editOf(parsed, node.getStart(source), node.end, name));
    return [{ title: `Go on with \`${name}\`, which is what the server has, not with \`${old}\``, edits }];
  });
}

/** `const live = (await …) as Search | undefined;`, `const live = await liveSearch(cached);` */
function declares(look: Subject["look"], statement: ts.Statement, type: string | undefined, old: string): string | undefined {
  const { compiler } = look;
  if (!compiler.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  if (!declaration?.initializer || !compiler.isIdentifier(declaration.name)) return undefined;
  const text = look.text(declaration.initializer);
  const isRead = /CustomObject\(/.test(text) || (text.startsWith("await ") && text.endsWith(`(${old})`));
  return isRead && (type === undefined || text.includes(type) || text.endsWith(`(${old})`)) ? declaration.name.text : undefined;
}

function isUse({ compiler }: Subject["look"], node: ts.Node, name: string): boolean {
  if (!compiler.isIdentifier(node) || node.text !== name) return false;
  const { parent } = node;
  if (compiler.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !compiler.isPropertyAssignment(parent) && !compiler.isShorthandPropertyAssignment(parent) && !compiler.isParameter(parent);
}
