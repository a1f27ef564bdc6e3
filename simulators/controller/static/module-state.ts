import type ts from "typescript";
import type { Complaint } from "../../core/source/complaint.ts";
import { unwrap } from "../../core/source/owners.ts";
import { stretchOf } from "../../core/source/parse.ts";
import type { ApiCall } from "./calls.ts";
import type { Look } from "./look.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

const changing = new Set(["set", "add", "delete", "clear", "push", "pop", "shift", "unshift", "splice"]);
const asking = new Set(["has", "get", "includes", "indexOf", "find", "some"]);

/** FL2106: whether the cluster is written to is decided by what the process remembers, which a restart forgets. */
export function moduleStateAsTruth(look: Look, calls: readonly ApiCall[]): readonly Complaint[] {
  const writes = calls.filter(({ kind }) => kind !== "read" && kind !== "list");
  return moduleMemory(look).flatMap(({ variable, uses }): readonly Complaint[] => {
    const deciding = uses.find((use) => decidesWrite(look, use, writes));
    if (!deciding) return [];
    const message = `\`${variable.text}\` decides what is written, but a restart forgets it and another replica never knew it: ask the cluster instead`;
    return [
      {
        code: "FL2106",
        severity: "warning",
        message,
        ...stretchOf(look.parsed, deciding),
        related: [{ message: "it is kept here, in the process", ...stretchOf(look.parsed, variable) }],
      },
    ];
  });
}

/** What the process remembers: variables of the module that functions change, and where functions mention them. */
export function moduleMemory(look: Look): readonly { readonly variable: ts.Identifier; readonly uses: readonly ts.Identifier[] }[] {
  return moduleVariables(look)
    .map((variable) => ({ variable, uses: usesOf(look, variable) }))
    .filter(({ uses }) => uses.some((use) => isChange(look.compiler, use)));
}

/** Variables of the module that can hold state. */
function moduleVariables({ compiler, parsed }: Look): readonly ts.Identifier[] {
  return parsed.source.statements.flatMap((statement) => {
    if (!compiler.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      if (!compiler.isIdentifier(name)) return [];
      const isLet = (statement.declarationList.flags & compiler.NodeFlags.Const) === 0;
      const value = initializer && unwrap(compiler, initializer);
      const isContainer =
        value !== undefined &&
        (compiler.isArrayLiteralExpression(value) ||
          compiler.isObjectLiteralExpression(value) ||
          (compiler.isNewExpression(value) && /^(?:Map|Set|WeakMap|WeakSet|Array)$/.test(value.expression.getText())));
      return isLet || isContainer ? [name] : [];
    });
  });
}

/** Mentions inside functions. */
function usesOf(look: Look, variable: ts.Identifier): readonly ts.Identifier[] {
  if (!look.declaration(variable.text)) return [];
  return look.all.filter(
    (node): node is ts.Identifier =>
      look.compiler.isIdentifier(node) &&
      node !== variable &&
      node.text === variable.text &&
      look.functionAround(node) !== undefined &&
      !isName(look.compiler, node),
  );
}

/** A member or a key of that name is something else. */
function isName(compiler: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (compiler.isPropertyAccessExpression(parent) && parent.name === node) || (compiler.isPropertyAssignment(parent) && parent.name === node)
  );
}

function isChange(compiler: TypeScript, use: ts.Identifier): boolean {
  const { SyntaxKind } = compiler;
  const { parent } = use;
  if (compiler.isPropertyAccessExpression(parent) && parent.expression === use && changing.has(parent.name.text))
    return compiler.isCallExpression(parent.parent);
  let target: ts.Node = use;
  while (
    (compiler.isPropertyAccessExpression(target.parent) || compiler.isElementAccessExpression(target.parent)) &&
    target.parent.expression === target
  )
    target = target.parent;
  if (compiler.isPrefixUnaryExpression(target.parent) || compiler.isPostfixUnaryExpression(target.parent))
    return target.parent.operator !== SyntaxKind.ExclamationToken;
  return (
    compiler.isBinaryExpression(target.parent) &&
    target.parent.left === target &&
    SyntaxKind.FirstAssignment <= target.parent.operatorToken.kind &&
    target.parent.operatorToken.kind <= SyntaxKind.LastAssignment
  );
}

/** Does a condition with this use say whether a write takes place: one inside its branches, or one behind them when a branch leaves? */
function decidesWrite(look: Look, use: ts.Identifier, writes: readonly ApiCall[]): boolean {
  const { compiler } = look;
  const { parent } = use;
  const isAsked =
    !compiler.isPropertyAccessExpression(parent) ||
    parent.expression !== use ||
    (asking.has(parent.name.text) && compiler.isCallExpression(parent.parent));
  if (!isAsked) return false;
  const statement = conditionAround(look, use);
  if (!statement) return false;
  const fn = look.functionAround(use);
  const inside = (node: ts.Node, outer: ts.Node): boolean => outer.pos <= node.pos && node.end <= outer.end;
  const branches = [statement.thenStatement, ...(statement.elseStatement ? [statement.elseStatement] : [])];
  if (writes.some(({ node }) => branches.some((branch) => inside(node, branch)))) return true;
  const leaves = branches.some((branch) =>
    [branch, ...look.below(branch, false)].some((node) => compiler.isReturnStatement(node) || compiler.isContinueStatement(node)),
  );
  return leaves && writes.some(({ node }) => statement.end <= node.pos && look.functionAround(node) === fn);
}

function conditionAround({ compiler }: Look, use: ts.Node): ts.IfStatement | undefined {
  for (let at = use; at.parent && !compiler.isFunctionLike(at.parent); at = at.parent)
    if (compiler.isIfStatement(at.parent)) return at.parent.expression === at ? at.parent : undefined;
  return undefined;
}
