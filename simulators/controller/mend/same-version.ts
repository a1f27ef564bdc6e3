import type ts from "typescript";
import type { TypeScript } from "../../core/source/typescript.ts";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { Subject } from "./subject.ts";

/** `live.metadata.uid === metadata.uid` also asks for the version: what is known of the object may be older than what the server has. */
export function sameVersion({ look, parsed }: Subject): readonly Fix[] {
  const { compiler } = look;
  if (!/\bresourceVersion\b|\bStored\b/.test(parsed.text)) return [];
  const { EqualsEqualsEqualsToken, ExclamationEqualsEqualsToken, AmpersandAmpersandToken } = compiler.SyntaxKind;
  const edits = look.all.flatMap((node) => {
    if (!compiler.isBinaryExpression(node)) return [];
    const { kind } = node.operatorToken;
    if (kind !== EqualsEqualsEqualsToken && kind !== ExclamationEqualsEqualsToken) return [];
    const [left, right] = [metadataOfUid(look, node.left), metadataOfUid(look, node.right)];
    if (left === undefined || right === undefined || left === right) return [];
    const isSame = kind === EqualsEqualsEqualsToken;
    const also = `${isSame ? "&&" : "||"} ${left}.resourceVersion ${isSame ? "===" : "!=="} ${right}.resourceVersion`;
    const { parent } = node;
    const isBound = !isSame && compiler.isBinaryExpression(parent) && parent.operatorToken.kind === AmpersandAmpersandToken;
    const start = node.getStart(parsed.source);
    const end = editOf(parsed, node.end, node.end, ` ${also}${isBound ? ")" : ""}`);
    return isBound ? [editOf(parsed, start, start, "("), end] : [end];
  });
  const title = "Only go on with the version that the server has (`resourceVersion`): a newer one is on its way";
  return edits.length === 0 ? [] : [{ title, edits }];
}

/** `live?.metadata` of `live?.metadata.uid`; `metadata` of a `uid` that was taken out of it. */
function metadataOfUid(look: Subject["look"], expression: ts.Expression): string | undefined {
  const { compiler } = look;
  if (compiler.isIdentifier(expression)) return expression.text === "uid" ? sourceOf(look, expression) : undefined;
  if (!compiler.isPropertyAccessExpression(expression) || expression.name.text !== "uid") return undefined;
  const text = look.text(expression.expression);
  return isMetadata(text) ? text : undefined;
}

function sourceOf(look: Subject["look"], identifier: ts.Identifier): string | undefined {
  const { compiler } = look;
  const fn = look.functionAround(identifier);
  const declared = fn && look.below(fn, false).find((node) => compiler.isBindingElement(node) && look.text(node.name) === identifier.text);
  const declaration = declared && declarationOf(compiler, declared);
  const from = declaration?.initializer && look.text(declaration.initializer);
  return from !== undefined && isMetadata(from) ? from : undefined;
}

/** `const { uid } = …;` */
function declarationOf(compiler: TypeScript, element: ts.Node): ts.VariableDeclaration | undefined {
  if (!compiler.isBindingElement(element)) return undefined;
  const { parent } = element.parent;
  return compiler.isVariableDeclaration(parent) ? parent : undefined;
}

const isMetadata = (text: string): boolean => /(?:^|\.)metadata!?$/.test(text);
