import type ts from "typescript";
import type { Parsed, Stretch } from "./parse.ts";
import type { TypeScript } from "./typescript.ts";

/** A comment that starts with two stars; `end` is behind the slash that closes it, or the end of the text. */
export type DocComment = Stretch;

/** Every doc comment of a file in order, attached to something or not. What looks like one in strings and other comments is none. */
export function docCommentsOf({ compiler, source, text }: Parsed): readonly DocComment[] {
  if (!text.includes("/**")) return [];
  const found: DocComment[] = [];
  const opaque = opaqueStretches(compiler, source);
  let next = 0;
  let at = text.startsWith("#!") ? endOfLine(text, 0) : 0;
  while (at < text.length) {
    while (next < opaque.length && (opaque[next]?.end ?? 0) <= at) next++;
    const literal = opaque[next];
    const slash = text.indexOf("/", at);
    if (slash === -1) break;
    if (literal && literal.start <= slash) at = Math.max(literal.end, at + 1);
    else if (text.startsWith("//", slash)) at = endOfLine(text, slash);
    else if (text.startsWith("/*", slash)) {
      const close = text.indexOf("*/", slash + 2);
      at = close === -1 ? text.length : close + 2;
      if (text[slash + 2] === "*" && text[slash + 3] !== "/") found.push({ start: slash, end: at });
    } else at = slash + 1;
  }
  return found;
}

function endOfLine(text: string, from: number): number {
  lineBreak.lastIndex = from;
  return lineBreak.exec(text)?.index ?? text.length;
}

const lineBreak = /[\n\r\u2028\u2029]/g;

/** Literals: in them a slash is a slash. In order. */
function opaqueStretches(compiler: TypeScript, source: ts.SourceFile): readonly Stretch[] {
  const { SyntaxKind } = compiler;
  const stretches: Stretch[] = [];
  const visit = (node: ts.Node): void => {
    const isLiteral =
      compiler.isStringLiteral(node) ||
      node.kind === SyntaxKind.NoSubstitutionTemplateLiteral ||
      node.kind === SyntaxKind.TemplateHead ||
      node.kind === SyntaxKind.TemplateMiddle ||
      node.kind === SyntaxKind.TemplateTail ||
      node.kind === SyntaxKind.RegularExpressionLiteral ||
      node.kind === SyntaxKind.JsxText;
    // The first `/` of the literal itself counts only when it is a regular expression's: that is within `start`, too.
    if (isLiteral) stretches.push({ start: node.kind === SyntaxKind.JsxText ? node.pos : node.getStart(source), end: node.end });
    else compiler.forEachChild(node, visit);
  };
  visit(source);
  return stretches;
}
