import type ts from "typescript";
import type { TypeScript } from "../../core/source/typescript.ts";
import { constantNamed } from "./constants.ts";
import { type ConfigKey, type ConfigNode, largestTree, memberOf, type ScalarStyle, sizeOf } from "../../core/config/node.ts";

/** An expression whose value is not known without running it. */
export interface Stop {
  readonly kind: "stop";
  readonly start: number;
  readonly end: number;
  /** Continues a sentence that begins with the expression. */
  readonly message: string;
}

/** `usesConstants`: objects were reached by name, so that other code might have changed them. */
export type Value = { readonly kind: "value"; readonly node: ConfigNode; readonly usesConstants: boolean } | Stop;

/**
 * The value of a literal: texts, numbers, objects, lists, templates, spreads, `as const`, `satisfies`, signs,
 * and constants of the same file by name.
 */
export function evaluate(compiler: TypeScript, source: ts.SourceFile, expression: ts.Expression): Value {
  const evaluator = new Evaluator(compiler, source);
  const node = evaluator.value(expression);
  if (node === undefined) return evaluator.stop ?? evaluator.refuse(expression, "has no value");
  return { kind: "value", node, usesConstants: evaluator.usesConstants };
}

/** Without parentheses, `as`, `satisfies`, `!` and `<Type>`. */
export function unwrap(compiler: TypeScript, expression: ts.Expression): ts.Expression {
  let bare = expression;
  while (
    compiler.isParenthesizedExpression(bare) ||
    compiler.isAsExpression(bare) ||
    compiler.isSatisfiesExpression(bare) ||
    compiler.isNonNullExpression(bare) ||
    compiler.isTypeAssertionExpression(bare)
  ) {
    bare = bare.expression;
  }
  return bare;
}

class Evaluator {
  readonly compiler: TypeScript;
  readonly source: ts.SourceFile;
  /** Constants by name; "busy" while their own value is being found. */
  readonly constants = new Map<string, ConfigNode | "busy" | undefined>();
  usesConstants = false;
  stop: Stop | undefined;

  constructor(compiler: TypeScript, source: ts.SourceFile) {
    this.compiler = compiler;
    this.source = source;
  }

  /** Undefined: not known, and `stop` says why. */
  value(expression: ts.Expression, key?: ConfigKey): ConfigNode | undefined {
    const { compiler } = this;
    const bare = unwrap(compiler, expression);
    if (compiler.isObjectLiteralExpression(bare)) return this.object(bare, expression, key);
    if (compiler.isArrayLiteralExpression(bare)) return this.list(bare, expression, key);
    if (compiler.isIdentifier(bare)) return this.constant(bare, expression, key);
    if (compiler.isPropertyAccessExpression(bare)) return this.member(bare.expression, bare.name.text, expression, key);
    if (compiler.isElementAccessExpression(bare)) return this.element(bare, expression, key);
    const scalar = this.scalar(bare);
    if (scalar === undefined) {
      this.refuse(bare, "is not a literal");
      return undefined;
    }
    return this.make(scalar, this.styleOf(bare), expression, key);
  }

  scalar(bare: ts.Expression): string | number | boolean | null | undefined {
    const { compiler } = this;
    if (compiler.isStringLiteralLike(bare)) return bare.text;
    if (compiler.isNumericLiteral(bare)) return Number(bare.text);
    if (bare.kind === compiler.SyntaxKind.TrueKeyword) return true;
    if (bare.kind === compiler.SyntaxKind.FalseKeyword) return false;
    if (bare.kind === compiler.SyntaxKind.NullKeyword) return null;
    if (compiler.isTemplateExpression(bare)) return this.template(bare);
    if (!compiler.isPrefixUnaryExpression(bare)) return undefined;
    const operand = this.scalar(unwrap(compiler, bare.operand));
    if (typeof operand !== "number") return undefined;
    if (bare.operator === compiler.SyntaxKind.MinusToken) return -operand;
    return bare.operator === compiler.SyntaxKind.PlusToken ? operand : undefined;
  }

  template(bare: ts.TemplateExpression): string | undefined {
    let text = bare.head.text;
    for (const span of bare.templateSpans) {
      const part = this.value(span.expression);
      if (!part || part.kind === "object" || part.kind === "array") return undefined;
      text += String(part.value) + span.literal.text;
    }
    return text;
  }

  object(bare: ts.ObjectLiteralExpression, whole: ts.Expression, key: ConfigKey | undefined): ConfigNode | undefined {
    let members: ConfigNode[] = [];
    let hasSpread = false;
    for (const property of bare.properties) {
      const added = this.property(property);
      if (!added) return undefined;
      // What stands later replaces what a spread brought in, and a spread replaces what stood before it.
      // The same name written twice is for the check to say.
      const isSpread = this.compiler.isSpreadAssignment(property);
      if (hasSpread || isSpread) {
        const names = new Set(isSpread ? added.map((member) => member.key?.name) : [this.nameOfProperty(property)]);
        members = members.filter((member) => !names.has(member.key?.name) || (!isSpread && isInside(member, bare)));
      }
      hasSpread ||= isSpread;
      for (const member of added) members.push(member);
    }
    return this.container("object", members, bare, bare.properties, whole, key);
  }

  property(property: ts.ObjectLiteralElementLike): readonly ConfigNode[] | undefined {
    const { compiler } = this;
    if (compiler.isSpreadAssignment(property)) {
      const spread = this.value(property.expression);
      if (spread && spread.kind !== "object") this.refuse(property, "spreads no object");
      return spread?.kind === "object" ? spread.members : undefined;
    }
    const name = this.nameOfProperty(property);
    if (name !== undefined && property.name) {
      const key = { name, start: property.name.getStart(this.source), end: property.name.end };
      if (compiler.isShorthandPropertyAssignment(property)) return this.listOf(this.value(property.name, key));
      if (compiler.isPropertyAssignment(property)) {
        return isUndefined(compiler, property.initializer) ? [] : this.listOf(this.value(property.initializer, key));
      }
    }
    this.refuse(property, "is not a literal");
    return undefined;
  }

  nameOfProperty(property: ts.ObjectLiteralElementLike): string | undefined {
    return property.name && this.nameOf(property.name);
  }

  list(bare: ts.ArrayLiteralExpression, whole: ts.Expression, key: ConfigKey | undefined): ConfigNode | undefined {
    const members: ConfigNode[] = [];
    for (const element of bare.elements) {
      const spread = this.compiler.isSpreadElement(element) ? this.value(element.expression) : undefined;
      if (spread && spread.kind !== "array") this.refuse(element, "spreads no list");
      const added = this.compiler.isSpreadElement(element)
        ? spread?.kind === "array"
          ? spread.members
          : undefined
        : this.listOf(this.value(element));
      if (!added) return undefined;
      if (largestTree < members.length + added.length) return this.tooLarge(element);
      for (const member of added) members.push(member);
    }
    return this.container("array", members, bare, bare.elements, whole, key);
  }

  /** A constant stands where its name is used; its parts where they are written. */
  constant(name: ts.Identifier, whole: ts.Expression, key: ConfigKey | undefined): ConfigNode | undefined {
    if (!this.constants.has(name.text)) {
      const initializer = constantNamed(this.compiler, this.source, name.text);
      if (!initializer) {
        this.refuse(name, "is no constant of this file");
        return undefined;
      }
      this.constants.set(name.text, "busy");
      this.constants.set(name.text, this.value(initializer));
    }
    const value = this.constants.get(name.text);
    if (value === "busy") this.refuse(name, "stands for itself");
    if (value === undefined || value === "busy") return undefined;
    return this.moved(value, whole, key);
  }

  member(object: ts.Expression, name: string, whole: ts.Expression, key: ConfigKey | undefined): ConfigNode | undefined {
    const value = this.value(object);
    if (!value) return undefined;
    const found = memberOf(value, name);
    if (!found) {
      this.refuse(whole, "is not a literal");
      return undefined;
    }
    return this.moved(found, whole, key);
  }

  element(bare: ts.ElementAccessExpression, whole: ts.Expression, key: ConfigKey | undefined): ConfigNode | undefined {
    const index = this.scalar(unwrap(this.compiler, bare.argumentExpression));
    if (typeof index === "string") return this.member(bare.expression, index, whole, key);
    const value = this.value(bare.expression);
    if (!value) return undefined;
    const found = value.kind === "array" && typeof index === "number" ? value.members[index] : undefined;
    if (!found) {
      this.refuse(whole, "is not a literal");
      return undefined;
    }
    return this.moved(found, whole, key);
  }

  moved(value: ConfigNode, whole: ts.Expression, key: ConfigKey | undefined): ConfigNode | undefined {
    if (value.kind === "object" || value.kind === "array") this.usesConstants = true;
    if (largestTree < value.size) return this.tooLarge(whole);
    const { key: _, ...bare } = value;
    return { ...bare, ...this.placed(whole, key) };
  }

  make(value: string | number | boolean | null, style: ScalarStyle, whole: ts.Expression, key: ConfigKey | undefined): ConfigNode {
    const kind = value === null ? "null" : (typeof value as "string" | "number" | "boolean");
    return { kind, value, style, size: 1, ...this.placed(whole, key) };
  }

  container(
    kind: "object" | "array",
    members: readonly ConfigNode[],
    bare: ts.Expression,
    own: ts.NodeArray<ts.Node>,
    whole: ts.Expression,
    key: ConfigKey | undefined,
  ): ConfigNode | undefined {
    const size = sizeOf(members);
    if (largestTree < size) return this.tooLarge(bare);
    const body = { open: bare.getStart(this.source), close: bare.end, lastEnd: own.at(-1)?.end ?? -1, isBlock: false };
    return { kind, members, body, size, ...this.placed(whole, key) };
  }

  placed(node: ts.Node, key: ConfigKey | undefined): { readonly start: number; readonly end: number; readonly key?: ConfigKey } {
    return { start: node.getStart(this.source), end: node.end, ...(key ? { key } : {}) };
  }

  nameOf(name: ts.PropertyName): string | undefined {
    const { compiler } = this;
    if (compiler.isIdentifier(name) || compiler.isStringLiteralLike(name) || compiler.isNumericLiteral(name)) return name.text;
    if (!compiler.isComputedPropertyName(name)) return undefined;
    const value = this.scalar(unwrap(compiler, name.expression));
    return value === undefined ? undefined : String(value);
  }

  styleOf(bare: ts.Expression): ScalarStyle {
    const first = this.source.text[bare.getStart(this.source)];
    return first === "'" ? "single" : first === '"' ? "double" : first === "`" ? "template" : "plain";
  }

  listOf(node: ConfigNode | undefined): readonly ConfigNode[] | undefined {
    return node && [node];
  }

  tooLarge(node: ts.Node): undefined {
    this.refuse(node, "makes more values than any configuration has");
    return undefined;
  }

  /** The first reason is the one that is told. */
  refuse(node: ts.Node, message: string): Stop {
    this.stop ??= { kind: "stop", start: node.getStart(this.source), end: node.end, message };
    return this.stop;
  }
}

const isInside = (node: ConfigNode, literal: ts.Expression): boolean =>
  node.key !== undefined && literal.pos <= node.key.start && node.key.end <= literal.end;

const isUndefined = (compiler: TypeScript, expression: ts.Expression): boolean =>
  compiler.isIdentifier(expression) && expression.text === "undefined";
