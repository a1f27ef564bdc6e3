import type ts from "typescript";
import { type Complaint, editOf } from "../../core/source/complaint.ts";
import { unwrap } from "../../core/source/owners.ts";
import { stretchOf } from "../../core/source/parse.ts";
import type { ApiCall } from "./calls.ts";
import type { Look } from "./look.ts";

/** FL2102: whatever goes wrong with a read is taken for "there is none". */
export function anyErrorIsMissing(look: Look, calls: readonly ApiCall[]): readonly Complaint[] {
  return [...inTries(look, calls), ...inChains(look, calls)];
}

const messageOf = (method: string, then: string): string =>
  `every failure of \`${method}\` is taken for 404 Not Found, a time-out and a refusal too, and ${then}`;

function inTries(look: Look, calls: readonly ApiCall[]): readonly Complaint[] {
  const { compiler, parsed } = look;
  const found: Complaint[] = [];
  for (const node of look.all) {
    if (!compiler.isTryStatement(node) || !node.catchClause) continue;
    const { tryBlock, catchClause } = node;
    const inside = callsIn(look, tryBlock, calls);
    const read = inside.find(({ kind }) => kind === "read");
    if (!read || looksAtError(look, catchClause)) continue;
    const then = consequence(look, inside, tryBlock, catchClause, calls);
    if (then === undefined) continue;
    const start = catchClause.getStart(parsed.source);
    const fixes = [{ title: "Only go on after 404, throw everything else", edits: rethrow(look, catchClause, calls), preferred: true }];
    found.push({ code: "FL2102", severity: "warning", message: messageOf(read.method, then), start, end: start + "catch".length, fixes });
  }
  return found;
}

/** What becomes of the failure; undefined: nothing that a missing object would mean. */
function consequence(
  look: Look,
  inside: readonly ApiCall[],
  tryBlock: ts.Block,
  { block }: ts.CatchClause,
  calls: readonly ApiCall[],
): string | undefined {
  const made = callsIn(look, block, calls).find(({ kind }) => kind === "create");
  if (made) return `\`${made.method}\` follows`;
  const readsOnly = inside.every(({ kind }) => kind === "read" || kind === "list");
  return readsOnly && givesValue(look, tryBlock) && givesMissing(look, block) ? "the answer is that there is nothing" : undefined;
}

function givesValue(look: Look, block: ts.Block): boolean {
  for (const node of look.below(block, false)) if (look.compiler.isReturnStatement(node) && node.expression) return true;
  return false;
}

function givesMissing(look: Look, { statements }: ts.Block): boolean {
  const last = statements.at(-1);
  if (!last) return false;
  return look.compiler.isReturnStatement(last) && (last.expression === undefined || isMissing(look, last.expression));
}

function isMissing(look: Look, expression: ts.Expression): boolean {
  const { compiler } = look;
  const { SyntaxKind } = compiler;
  const bare = unwrap(compiler, expression);
  if (bare.kind === SyntaxKind.NullKeyword || bare.kind === SyntaxKind.FalseKeyword) return true;
  if (compiler.isVoidExpression(bare)) return true;
  if (compiler.isArrayLiteralExpression(bare)) return bare.elements.length === 0;
  return compiler.isIdentifier(bare) && bare.text === "undefined";
}

const callsIn = (look: Look, block: ts.Node, calls: readonly ApiCall[]): readonly ApiCall[] => {
  const nodes = new Set<ts.Node>(look.below(block, false));
  return calls.filter(({ node }) => nodes.has(node));
};

/** Does the handler throw, or use the failure otherwise than by writing it down? */
function looksAtError(look: Look, { variableDeclaration, block }: ts.CatchClause): boolean {
  const { compiler } = look;
  const names = variableDeclaration ? namesIn(look, variableDeclaration.name) : [];
  for (const node of look.below(block)) {
    if (compiler.isThrowStatement(node)) return true;
    if (compiler.isIdentifier(node) && names.includes(node.text) && !isLogged(look, node)) return true;
  }
  return false;
}

function namesIn(look: Look, name: ts.BindingName): readonly string[] {
  if (look.compiler.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (look.compiler.isBindingElement(element) ? namesIn(look, element.name) : []));
}

const logger = /^(?:console|log|logger|winston|pino)$|(?:^|\.)(?:log|logger)(?:\.|$)/i;

function isLogged(look: Look, node: ts.Node): boolean {
  const { compiler } = look;
  for (let at = node.parent; at && !compiler.isStatement(at); at = at.parent) {
    if (!compiler.isCallExpression(at) || at.expression === node) continue;
    const { expression } = at;
    const receiver = compiler.isPropertyAccessExpression(expression) ? look.text(expression.expression) : look.text(expression);
    return logger.test(receiver);
  }
  return false;
}

/** `read(…).catch(() => undefined)`. */
function inChains(look: Look, calls: readonly ApiCall[]): readonly Complaint[] {
  const { compiler, parsed } = look;
  return calls.flatMap(({ node, kind, method }): readonly Complaint[] => {
    if (kind !== "read") return [];
    const { parent } = node;
    if (!compiler.isPropertyAccessExpression(parent) || parent.name.text !== "catch" || !compiler.isCallExpression(parent.parent))
      return [];
    const [handler] = parent.parent.arguments;
    if (!handler || !compiler.isArrowFunction(handler) || compiler.isBlock(handler.body)) return [];
    const [parameter] = handler.parameters;
    if (!isMissing(look, handler.body)) return [];
    const name = parameter && compiler.isIdentifier(parameter.name) ? parameter.name.text : "error";
    const { start, end } = stretchOf(parsed, handler);
    const edit = editOf(
      parsed,
      start,
      end,
      `(${name}${typed(parsed.path)}) => {\n    ${condition(look, name, calls)}\n    return ${look.text(handler.body)};\n  }`,
    );
    const fixes = [{ title: "Only go on after 404, throw everything else", edits: [edit], preferred: true }];
    return [
      {
        code: "FL2102",
        severity: "warning",
        message: messageOf(method, "the answer is that there is nothing"),
        ...stretchOf(parsed, parent.name),
        fixes,
      },
    ];
  });
}

const isTypeScript = (path: string): boolean => /\.[cm]?tsx?$/.test(path);
const typed = (path: string): string => (isTypeScript(path) ? ": unknown" : "");

/** `if (error.code !== 404) throw error;` in the words of the client that is used. */
function condition(look: Look, name: string, calls: readonly ApiCall[]): string {
  const isOld = calls.some(({ node, style }) => {
    const [first] = node.arguments;
    return (
      style === "client" &&
      first !== undefined &&
      !look.compiler.isObjectLiteralExpression(unwrap(look.compiler, first)) &&
      node.arguments.length > 1
    );
  });
  const field = isOld ? "statusCode" : "code";
  const error = isTypeScript(look.parsed.path) ? `(${name} as { ${field}?: number })` : name;
  return `if (${error}.${field} !== 404) throw ${name};`;
}

function rethrow(look: Look, { variableDeclaration, block }: ts.CatchClause, calls: readonly ApiCall[]) {
  const { compiler, parsed } = look;
  const own = variableDeclaration && compiler.isIdentifier(variableDeclaration.name) ? variableDeclaration.name.text : undefined;
  const open = block.getStart(parsed.source);
  const indent = /^[ \t]*/.exec(parsed.text.slice(parsed.text.lastIndexOf("\n", open) + 1))?.[0] ?? "";
  const line = `\n${indent}  ${condition(look, own ?? "error", calls)}`;
  return [...(own === undefined ? [editOf(parsed, open, open, "(error) ")] : []), editOf(parsed, open + 1, open + 1, line)];
}
