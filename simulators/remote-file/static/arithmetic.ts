import type ts from "typescript";
import { constant, textOf, truthOf, type Value } from "./values.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

type Plain = string | number | bigint | boolean | null | undefined;

/** The value of a binary expression, as far as its sides tell. */
export function combine(compiler: TypeScript, kind: ts.SyntaxKind, left: Value | undefined, right: Value | undefined): Value | undefined {
  const { SyntaxKind } = compiler;
  const isEqual = kind === SyntaxKind.EqualsEqualsEqualsToken || kind === SyntaxKind.EqualsEqualsToken;
  const isUnequal = kind === SyntaxKind.ExclamationEqualsEqualsToken || kind === SyntaxKind.ExclamationEqualsToken;
  if (isEqual || isUnequal) {
    const same = sameness(left, right);
    return same === undefined ? undefined : constant(same === isEqual);
  }
  if (kind === SyntaxKind.PlusToken) {
    const joined = joinedText(left, right);
    if (joined) return joined;
  }
  if (left?.kind === "constant" && right?.kind === "constant") return plain(calculate(compiler, kind, left.value, right.value));
  if (left?.kind === "series" || right?.kind === "series") return overSeries(compiler, kind, left, right);
  return undefined;
}

/** `undefined` and `null` are no handle, and no buffer. */
function sameness(left: Value | undefined, right: Value | undefined): boolean | undefined {
  if (left?.kind === "constant" && right?.kind === "constant") return left.value === right.value;
  const [none, other] = isNothing(left) ? [left, right] : [right, left];
  return isNothing(none) && other && other.kind !== "constant" && truthOf(other) === true ? false : undefined;
}

const isNothing = (value: Value | undefined): boolean => value?.kind === "constant" && (value.value === undefined || value.value === null);

function joinedText(left: Value | undefined, right: Value | undefined): Value | undefined {
  const head = textOf(left);
  if (head === undefined) return left?.kind === "text" ? left : undefined;
  const tail = plainText(right);
  if (tail !== undefined) return constant(head + tail);
  return { kind: "text", start: right?.kind === "text" ? head + right.start : head };
}

/** What a template or `+` makes of a value. */
export const plainText = (value: Value | undefined): string | undefined =>
  value?.kind === "constant" && value.value !== undefined && value.value !== null ? String(value.value) : undefined;

function overSeries(compiler: TypeScript, kind: ts.SyntaxKind, left: Value | undefined, right: Value | undefined): Value | undefined {
  const series = left?.kind === "series" ? left : right?.kind === "series" ? right : undefined;
  if (!series) return undefined;
  const at = (value: Value | undefined, index: number): Plain | undefined => {
    if (value?.kind === "constant") return value.value;
    return value?.kind === "series" && value.loop === series.loop ? value.list[index] : undefined;
  };
  const list: number[] = [];
  for (const index of series.list.keys()) {
    const [first, second] = [at(left, index), at(right, index)];
    const result = first === undefined || second === undefined ? undefined : calculate(compiler, kind, first, second);
    if (typeof result !== "number") return undefined;
    list.push(result);
  }
  return { kind: "series", loop: series.loop, list };
}

const plain = (value: Plain): Value | undefined => (value === undefined ? undefined : constant(value));

function calculate(compiler: TypeScript, kind: ts.SyntaxKind, left: Plain, right: Plain): Plain {
  const operator = compiler.tokenToString(kind) ?? "";
  if (typeof left === "number" && typeof right === "number") return ofNumbers[operator]?.(left, right);
  return typeof left === "bigint" && typeof right === "bigint" ? ofBigints[operator]?.(left, right) : undefined;
}

const ofNumbers: Readonly<Record<string, (left: number, right: number) => Plain>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "**": (left, right) => left ** right,
  "<<": (left, right) => left << right,
  ">>": (left, right) => left >> right,
  ">>>": (left, right) => left >>> right,
  "&": (left, right) => left & right,
  "|": (left, right) => left | right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

const ofBigints: Readonly<Record<string, (left: bigint, right: bigint) => Plain>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => (right === 0n ? undefined : left / right),
  "%": (left, right) => (right === 0n ? undefined : left % right),
};
