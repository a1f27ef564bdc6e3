import type ts from "typescript";
import type { Names } from "./names.ts";
import { type Point, setValue } from "./point.ts";
import { type Value, worksIn } from "./values.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** Gives the names of a pattern their values. */
export function bind(names: Names, pattern: ts.BindingName, value: Value | undefined, point: Point): Point {
  const { compiler } = names.parsed;
  if (compiler.isIdentifier(pattern)) {
    const declaration = names.declarationOf(pattern);
    return declaration ? setValue(point, declaration, value) : point;
  }
  return pattern.elements.reduce((state, element, index) => {
    if (compiler.isOmittedExpression(element)) return state;
    return bind(names, element.name, element.dotDotDotToken ? undefined : partOf(compiler, pattern, element, index, value), state);
  }, point);
}

function partOf(
  compiler: TypeScript,
  pattern: ts.BindingPattern,
  element: ts.BindingElement,
  index: number,
  value: Value | undefined,
): Value | undefined {
  if (compiler.isArrayBindingPattern(pattern)) return value?.kind === "list" ? (value.items?.[index] ?? elementOf(value)) : undefined;
  const key = element.propertyName ?? element.name;
  if (!compiler.isIdentifier(key)) return undefined;
  if (value?.kind === "handle" && key.text === "fd") return value;
  return value?.kind === "object" ? value.fields.get(key.text) : undefined;
}

/** Any element of a list. */
export function elementOf(list: Value | undefined): Value | undefined {
  if (list?.kind !== "list") return undefined;
  const [first] = list.items ?? [];
  if (list.items?.length === 1) return first;
  const works = worksIn(list);
  return works.length > 0 ? { kind: "promise", works } : undefined;
}

/** `using file = …`, `await using file = …`. */
export const isUsing = ({ NodeFlags }: TypeScript, { parent }: ts.VariableDeclaration): boolean => (parent.flags & NodeFlags.Using) !== 0;
