import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { topOf } from "./live-resource.ts";
import { callsBelow } from "./reached.ts";
import type { Subject } from "./subject.ts";

/** `JSON.stringify(current.spec) !== JSON.stringify(wanted.spec)` → is all of it there that is wanted? The server fills in what is left out. */
export function onlyWanted(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const name = ["hasAll", "includesAll", "isCovered"].find((each) => look.declaration(each) === undefined);
  if (name === undefined) return [];
  const edits = look.all.flatMap((node) => comparison(subject, node, name));
  const [first] = look.all.filter((node) => comparison(subject, node, name).length > 0);
  if (!first) return [];
  const top = topOf(subject, first);
  const helper = editOf(parsed, top, top, helperOf(name, /\.[cm]?tsx?$/.test(parsed.path)));
  return [{ title: "Compare only what is wanted: the server fills in the rest", edits: [helper, ...edits] }];
}

function comparison(subject: Subject, node: ts.Node, name: string): readonly TextEdit[] {
  const { look, parsed } = subject;
  const sides = comparedSides(look, node);
  if (!sides) return [];
  const [actual, ...others] = sides.pair.filter((side) => isRead(subject, side));
  const wanted = sides.pair.find((side) => side !== actual);
  if (!actual || !wanted || others.length > 0) return [];
  const text = `${sides.isSame ? "" : "!"}${name}(${look.text(actual)}, ${look.text(wanted)})`;
  return [editOf(parsed, node.getStart(parsed.source), node.end, text)];
}

interface Compared {
  readonly pair: readonly ts.Expression[];
  /** Asks whether they are equal, not whether they differ. */
  readonly isSame: boolean;
}

/** Of two texts of JSON, or of a function that compares deeply. */
function comparedSides(look: Subject["look"], node: ts.Node): Compared | undefined {
  const { compiler } = look;
  if (compiler.isCallExpression(node)) {
    const [left, right] = node.arguments;
    if (left && right && comparesTexts(look, node)) return { pair: [left, right], isSame: true };
    const isDeep = /(?:^|\.)(?:isDeepStrictEqual|isEqual|deepEqual|fastDeepEqual|equal|equals)$/.test(node.expression.getText());
    return isDeep && left && right ? { pair: [left, right], isSame: true } : undefined;
  }
  if (!compiler.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  const { EqualsEqualsEqualsToken, ExclamationEqualsEqualsToken } = compiler.SyntaxKind;
  const [left, right] = [node.left, node.right].map((side) =>
    compiler.isCallExpression(side) && side.expression.getText() === "JSON.stringify" && side.arguments.length === 1
      ? side.arguments[0]
      : undefined,
  );
  if (!left || !right || (kind !== EqualsEqualsEqualsToken && kind !== ExclamationEqualsEqualsToken)) return undefined;
  return { pair: [left, right], isSame: kind === EqualsEqualsEqualsToken };
}

/** `const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);` */
function comparesTexts(look: Subject["look"], call: ts.CallExpression): boolean {
  const meant = look.meaning(call);
  return meant !== call && look.compiler.isBinaryExpression(meant) && comparedSides(look, meant)?.isSame === true;
}

/** Is it, or a part of it, what a call of the API has answered? */
function isRead(subject: Subject, expression: ts.Expression): boolean {
  const { compiler } = subject.look;
  let root = expression;
  while (compiler.isPropertyAccessExpression(root) || compiler.isNonNullExpression(root) || compiler.isElementAccessExpression(root))
    root = root.expression;
  const declared = compiler.isIdentifier(root) ? subject.look.declaration(root.text) : undefined;
  if (!declared || !compiler.isVariableDeclaration(declared) || !declared.initializer) return false;
  return callsBelow(subject, declared.initializer).some(({ kind }) => kind === "read");
}

function helperOf(name: string, isTyped: boolean): string {
  const [head, part] = isTyped
    ? ["(actual: unknown, wanted: unknown): boolean", "(actual as Record<string, unknown> | undefined)?.[key]"]
    : ["(actual, wanted)", "actual?.[key]"];
  return `/** Is all of it there that is wanted? What is left out is for the server to say. */
function ${name}${head} {
  if (wanted === undefined) return true;
  if (typeof wanted !== "object" || wanted === null) return actual === wanted;
  if (Array.isArray(wanted) && (!Array.isArray(actual) || actual.length !== wanted.length)) return false;
  return Object.entries(wanted).every(([key, value]) => ${name}(${part}, value));
}

`;
}
