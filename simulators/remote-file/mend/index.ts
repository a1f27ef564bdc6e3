import type ts from "typescript";
import type { Code, Fix, Problem } from "../../../protocol/problem.ts";
import { offsetAt } from "../../core/lines.ts";
import type { SourceUnit } from "../../core/simulator.ts";
import { type Parsed, parse } from "../../core/source/parse.ts";
import { asFetchAdd } from "./fetch-add.ts";
import { behindPayload } from "./payload-first.ts";

/** Attempts at a problem that a run has found, the best first: whether one mends it is for another run to say. */
export function mend(unit: SourceUnit, { code, range, path }: Problem): readonly Fix[] {
  const attempt = attempts[code];
  const parsed = attempt && path === unit.path ? parse(unit) : undefined;
  if (!attempt || !parsed || parsed.isBroken) return [];
  const call = callAt(parsed, offsetAt(parsed.lines, parsed.text, range.start));
  return call ? attempt(parsed, call) : [];
}

type Attempt = (parsed: Parsed, call: ts.CallExpression) => readonly Fix[];

const attempts: Readonly<Partial<Record<Code, Attempt>>> = { FL4008: asFetchAdd, FL4011: behindPayload };

/** The innermost call whose callee begins at or before an offset, and ends behind it. */
function callAt({ compiler, source }: Parsed, offset: number): ts.CallExpression | undefined {
  let found: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (node.end < offset || offset < node.getStart(source)) return;
    if (compiler.isCallExpression(node) && offset <= node.expression.end) found = node;
    compiler.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
