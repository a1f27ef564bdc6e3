import type ts from "typescript";
import { unwrap } from "../../core/source/owners.ts";
import { normalPath } from "../nodes/paths.ts";
import { fileFlags } from "../surface/flags.ts";
import { combine, plainText } from "./arithmetic.ts";
import { bufferMade } from "./buffers.ts";
import { fieldKey } from "./field-key.ts";
import type { Names } from "./names.ts";
import { originOf } from "./origin.ts";
import { type Point, start } from "./point.ts";
import { bytesOf } from "./text-bytes.ts";
import { constant, numberOf, textOf, truthOf, type Value } from "./values.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

const deepest = 40;

/** What is known of an expression at a point; calls with effects have been walked before and have left a result. */
export function evaluate(names: Names, expression: ts.Expression, point: Point, depth = 0): Value | undefined {
  const { compiler } = names.parsed;
  const { SyntaxKind } = compiler;
  const bare = unwrap(compiler, expression);
  const result = point.results.get(bare);
  if (result || depth > deepest) return result;
  const next = (inner: ts.Expression): Value | undefined => evaluate(names, inner, point, depth + 1);
  if (compiler.isStringLiteralLike(bare)) return constant(bare.text);
  if (compiler.isNumericLiteral(bare)) return constant(Number(bare.text));
  if (compiler.isBigIntLiteral(bare)) return constant(BigInt(bare.text.replace(/n$/, "")));
  if (bare.kind === SyntaxKind.TrueKeyword) return constant(true);
  if (bare.kind === SyntaxKind.FalseKeyword) return constant(false);
  if (bare.kind === SyntaxKind.NullKeyword) return constant(null);
  if (compiler.isIdentifier(bare)) return ofName(names, bare, point, depth);
  if (compiler.isTemplateExpression(bare)) return ofTemplate(bare, next);
  if (compiler.isPrefixUnaryExpression(bare)) return ofPrefix(compiler, bare, next);
  if (compiler.isBinaryExpression(bare)) {
    const { kind } = bare.operatorToken;
    const isChoice =
      kind === SyntaxKind.QuestionQuestionToken || kind === SyntaxKind.BarBarToken || kind === SyntaxKind.AmpersandAmpersandToken;
    // A path that has walked the right side of a choice has left a result there.
    const walked = isChoice ? point.results.get(unwrap(compiler, bare.right)) : undefined;
    return walked ?? ofBinary(compiler, bare, next);
  }
  if (compiler.isConditionalExpression(bare)) {
    const walked = [bare.whenTrue, bare.whenFalse].filter((branch) => point.results.has(unwrap(compiler, branch)));
    const truth = truthOf(next(bare.condition));
    // Only the branch that a path has taken has left a result.
    if (truth === undefined) return walked[0] && walked.length === 1 ? next(walked[0]) : undefined;
    return next(truth ? bare.whenTrue : bare.whenFalse);
  }
  if (compiler.isPropertyAccessExpression(bare)) return ofField(names, bare, point) ?? ofProperty(names, bare, next);
  if (compiler.isElementAccessExpression(bare)) return ofElement(next(bare.expression), next(bare.argumentExpression));
  if (compiler.isArrowFunction(bare) || compiler.isFunctionExpression(bare)) return { kind: "function", fn: bare };
  if (compiler.isArrayLiteralExpression(bare)) {
    const hasHoles = bare.elements.some((one) => compiler.isSpreadElement(one) || compiler.isOmittedExpression(one));
    return { kind: "list", works: [], ...(hasHoles ? {} : { items: bare.elements.map(next) }) };
  }
  if (compiler.isObjectLiteralExpression(bare)) return ofObject(names, bare, next);
  if (compiler.isCallExpression(bare)) return ofCall(names, bare, next);
  return compiler.isNewExpression(bare) && originOf(names, bare.expression)?.replace(/^url\./, "") === "URL"
    ? ofUrl(bare.arguments, next)
    : undefined;
}

type Next = (inner: ts.Expression) => Value | undefined;

function ofName(names: Names, use: ts.Identifier, point: Point, depth: number): Value | undefined {
  const { compiler } = names.parsed;
  const declaration = names.declarationOf(use);
  if (!declaration) return use.text === "undefined" ? constant(undefined) : undefined;
  const known = point.values.get(declaration);
  if (known) return known;
  const fn = names.functionOf(declaration);
  if (fn) return { kind: "function", fn };
  // What stands at the top of the module has been evaluated before any function runs.
  const isOfModule =
    compiler.isVariableDeclaration(declaration) &&
    compiler.isVariableDeclarationList(declaration.parent) &&
    compiler.isVariableStatement(declaration.parent.parent) &&
    compiler.isSourceFile(declaration.parent.parent.parent);
  if (!isOfModule || !declaration.initializer || names.isAssigned(declaration)) return undefined;
  const made = unwrap(compiler, declaration.initializer);
  const isCall = compiler.isCallExpression(made) || compiler.isNewExpression(made);
  const buffer = isCall ? bufferMade(names, made, `module/${made.pos}`, (inner) => evaluate(names, inner, start, depth + 1)) : undefined;
  return buffer ?? evaluate(names, declaration.initializer, start, depth + 1);
}

function ofTemplate(template: ts.TemplateExpression, next: Next): Value {
  let text = template.head.text;
  for (const span of template.templateSpans) {
    const value = next(span.expression);
    const inner = plainText(value);
    if (inner === undefined) return { kind: "text", start: value?.kind === "text" ? text + value.start : text };
    text += inner + span.literal.text;
  }
  return constant(text);
}

function ofPrefix(compiler: TypeScript, { operator, operand }: ts.PrefixUnaryExpression, next: Next): Value | undefined {
  const value = next(operand);
  if (operator === compiler.SyntaxKind.ExclamationToken) {
    const truth = truthOf(value);
    return truth === undefined ? undefined : constant(!truth);
  }
  const number = value?.kind === "constant" ? value.value : undefined;
  if (operator !== compiler.SyntaxKind.MinusToken) return undefined;
  return typeof number === "number" || typeof number === "bigint" ? constant(-number) : undefined;
}

function ofBinary(compiler: TypeScript, { left, operatorToken, right }: ts.BinaryExpression, next: Next): Value | undefined {
  const { SyntaxKind } = compiler;
  const { kind } = operatorToken;
  if (kind === SyntaxKind.QuestionQuestionToken) {
    const value = next(left);
    if (!value) return undefined;
    return value.kind === "constant" && (value.value === undefined || value.value === null) ? next(right) : value;
  }
  if (kind === SyntaxKind.EqualsToken || kind === SyntaxKind.CommaToken) return next(right);
  return combine(compiler, kind, next(left), next(right));
}

/** `this.file`. */
function ofField({ parsed: { compiler } }: Names, access: ts.PropertyAccessExpression, { fields }: Point): Value | undefined {
  if (fields.size === 0 || access.expression.kind !== compiler.SyntaxKind.ThisKeyword) return undefined;
  const id = fields.get(fieldKey(compiler, access, access.name.text) ?? "");
  return id === undefined ? undefined : { kind: "handle", id };
}

function ofProperty(names: Names, access: ts.PropertyAccessExpression, next: Next): Value | undefined {
  const name = access.name.text;
  const flag = fileFlags[name as keyof typeof fileFlags];
  if (flag !== undefined && /constants\.O_\w+$/.test(originOf(names, access) ?? "")) return constant(flag);
  const value = next(access.expression);
  if (value?.kind === "handle" && name === "fd") return value;
  if (value?.kind === "object") return value.fields.get(name);
  if (value?.kind === "list" && name === "length") return value.items && constant(value.items.length);
  const text = textOf(value);
  if (text !== undefined && name === "length") return constant(text.length);
  const isBytes = name === "length" || name === "byteLength";
  if (value?.kind === "buffer" && isBytes && value.size !== undefined) return constant(value.size);
  // Another view of the same memory.
  return value?.kind === "buffer" && name === "buffer" ? value : undefined;
}

function ofElement(value: Value | undefined, index: Value | undefined): Value | undefined {
  const key = index?.kind === "constant" ? index.value : undefined;
  if (value?.kind === "list" && typeof key === "number") return value.items?.[key];
  return value?.kind === "object" && typeof key === "string" ? value.fields.get(key) : undefined;
}

function ofObject(names: Names, literal: ts.ObjectLiteralExpression, next: Next): Value {
  const { compiler, source } = names.parsed;
  const fields = new Map<string, Value>();
  for (const property of literal.properties) {
    if (compiler.isSpreadAssignment(property)) {
      const spread = next(property.expression);
      if (spread?.kind === "object") for (const [name, field] of spread.fields) fields.set(name, field);
      else fields.clear();
      continue;
    }
    const name =
      property.name && (compiler.isIdentifier(property.name) || compiler.isStringLiteral(property.name))
        ? property.name.text
        : property.name?.getText(source);
    if (name === undefined) continue;
    const value = compiler.isShorthandPropertyAssignment(property)
      ? next(property.name)
      : compiler.isPropertyAssignment(property)
        ? next(property.initializer)
        : undefined;
    if (value) fields.set(name, value);
    else fields.delete(name);
  }
  return { kind: "object", fields };
}

/** Calls that only work something out. */
function ofCall(names: Names, call: ts.CallExpression, next: Next): Value | undefined {
  const { compiler } = names.parsed;
  const origin = originOf(names, call.expression) ?? "";
  const [first] = call.arguments;
  if (/^path(\.posix|\/posix)?\.(join|resolve)$/.test(origin)) return ofPath(origin.endsWith("resolve"), call.arguments.map(next));
  if (/^path(\.posix|\/posix)?\.normalize$/.test(origin)) {
    const text = first && textOf(next(first));
    return text === undefined ? undefined : constant(text.startsWith("/") ? normalPath(text) : text);
  }
  if (origin === "BigInt") return first && asBigInt(next(first));
  if (origin === "Number") {
    const number = first && numberOf(next(first));
    return number === undefined ? undefined : constant(number);
  }
  if (origin === "Object.freeze") return first && next(first);
  if (origin === "url.pathToFileURL" || origin === "url.fileURLToPath" || origin === "String") return first && next(first);
  if (origin === "Buffer.byteLength") {
    const text = first && textOf(next(first));
    return text === undefined ? undefined : constant(bytesOf(text));
  }
  if (/^Math\.(min|max|floor|ceil|trunc|round|abs)$/.test(origin)) {
    const numbers = call.arguments.map((one) => numberOf(next(one)));
    const method = origin.slice("Math.".length) as "min" | "max" | "floor";
    return numbers.every((one) => one !== undefined) ? constant(Math[method](...(numbers as [number]))) : undefined;
  }
  const callee = unwrap(compiler, call.expression);
  if (!compiler.isPropertyAccessExpression(callee)) return undefined;
  if (callee.name.text === "toString" || callee.name.text === "trim") {
    const text = textOf(next(callee.expression));
    return text === undefined ? undefined : constant(callee.name.text === "trim" ? text.trim() : text);
  }
  if (callee.name.text === "repeat" || callee.name.text === "padEnd" || callee.name.text === "padStart") {
    const [text, count] = [textOf(next(callee.expression)), first && numberOf(next(first))];
    if (text === undefined || count === undefined || !(0 <= count && count * text.length <= longestText)) return undefined;
    if (callee.name.text === "repeat") return constant(text.repeat(count));
    return call.arguments.length === 1 && count <= longestText ? constant(text[callee.name.text](count)) : undefined;
  }
  return undefined;
}

const longestText = 1_000_000;

function asBigInt(value: Value | undefined): Value | undefined {
  const number = numberOf(value);
  return number !== undefined && Number.isInteger(number) ? constant(BigInt(number)) : undefined;
}

/** `..` of what is not known would lead anywhere: such a path is not known. */
function ofPath(isAbsolute: boolean, parts: readonly (Value | undefined)[]): Value | undefined {
  let text = "";
  for (const part of parts) {
    const inner = textOf(part);
    if (inner === undefined) return text === "" || text.includes("..") ? undefined : { kind: "text", start: `${text}/` };
    text = isAbsolute && inner.startsWith("/") ? inner : text === "" ? inner : `${text}/${inner}`;
  }
  if (text.startsWith("/") || isAbsolute) return constant(normalPath(text));
  return constant(text.replace(/\/{2,}/g, "/"));
}

function ofUrl(args: readonly ts.Expression[] | undefined, next: Next): Value | undefined {
  const [first, base] = args ?? [];
  const text = first && textOf(next(first));
  if (text === undefined || base) return undefined;
  const path = /^file:\/\/(?:localhost)?(\/[^?#%]*)$/.exec(text)?.[1];
  return path === undefined ? undefined : constant(path);
}
