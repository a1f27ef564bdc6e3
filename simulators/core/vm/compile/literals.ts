import { canonicalKey } from "../value.ts";
import { listOf } from "./calls.ts";
import type { FunctionCompiler } from "./context.ts";
import { isNameless } from "./context.ts";
import { methodClosure } from "./functions.ts";
import { keyRegister } from "./keys.ts";
import type { acorn } from "./syntax.ts";
import { staticKey } from "./syntax.ts";

export function arrayLiteral(f: FunctionCompiler, node: acorn.ArrayExpression, to: number): number {
  return listOf(f, node.elements, to);
}

export function templateLiteral(f: FunctionCompiler, node: acorn.TemplateLiteral, to: number): number {
  const texts = node.quasis.map(({ value }) => value.cooked ?? "");
  if (node.expressions.length === 0) return f.constant(to, texts[0]);
  f.scratch(() => {
    const first = f.used;
    for (const each of node.expressions) f.push(each);
    f.emit("template", [to, -1, -1, first, node.expressions.length], texts);
  });
  return to;
}

export function regularExpression(f: FunctionCompiler, node: acorn.Literal, to: number): number {
  f.emit("newRegExp", [to], node.regex);
  return to;
}

export function objectLiteral(f: FunctionCompiler, node: acorn.ObjectExpression, to: number): number {
  f.emit("newObject", [to]);
  for (const property of node.properties) f.at(property.start, () => f.scratch(() => part(f, property, to)));
  return to;
}

function part(f: FunctionCompiler, property: acorn.Property | acorn.SpreadElement, object: number): void {
  if (property.type === "SpreadElement") return void f.emit("copyProperties", [object, f.evaluate(property.argument)]);
  const name = staticKey(property);
  if (property.kind !== "init" || property.method) return method(f, property, object, name);
  if (name === undefined) return computed(f, property, object);
  if (name === "__proto__" && !property.shorthand) return void f.emit("setLiteralPrototype", [object, f.evaluate(property.value)]);
  const value = isNameless(property.value) ? f.evaluateNamed(property.value, name, f.register()) : f.evaluate(property.value);
  f.emit("defineField", [object, value], canonicalKey(name));
}

function computed(f: FunctionCompiler, property: acorn.Property, object: number): void {
  const key = f.register();
  f.emit("toPropertyKey", [key, f.evaluate(property.key)]);
  const value = f.evaluate(property.value);
  if (isNameless(property.value)) f.emit("setFunctionName", [value, key], "");
  f.emit("defineElement", [object, key, value]);
}

function method(f: FunctionCompiler, property: acorn.Property, object: number, name: string | undefined): void {
  const key = keyRegister(f, property.key, name);
  const { kind } = property;
  const prefix = kind === "get" || kind === "set" ? `${kind} ` : "";
  const made = methodClosure(f, property.value as acorn.FunctionExpression, name === undefined ? "" : prefix + name, property);
  if (name === undefined) f.emit("setFunctionName", [made, key], prefix.trim());
  f.emit("defineMethod", [object, key, made], { kind: kind === "init" ? "method" : kind, isEnumerable: true });
}
