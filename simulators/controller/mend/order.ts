import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { ApiCall } from "../static/calls.ts";
import { callsBelow, kindOf } from "./reached.ts";
import { indentOf, type Subject } from "./subject.ts";

/**
 * Of several writes of which one is looked at to see whether there is anything to do, that one comes last: `if (a is old) { write a; write b; }` → `b`, then `a`.
 * A run that ends between them then does the rest again.
 */
export function comparedLast(subject: Subject): readonly Fix[] {
  const { look } = subject;
  const { compiler } = look;
  return look.all.flatMap((node): readonly Fix[] => {
    if (!compiler.isBlock(node)) return [];
    const steps = stepsOf(subject, node);
    if (!steps.some(({ writes }) => writes.some((call) => subject.ran.includes(call)))) return [];
    const kinds = new Set(steps.flatMap(({ writes }) => writes.map((call) => kindOf(subject, call))));
    return [...kinds].flatMap((kind) => reordered(subject, steps, kind));
  });
}

interface Step {
  readonly statement: ts.Statement;
  /** Calls that change something, made in it or in functions of the file that it calls. */
  readonly writes: readonly ApiCall[];
}

/** The statements of a block from the first one that only writes to the last one. */
function stepsOf(subject: Subject, { statements }: ts.Block): readonly Step[] {
  const { compiler } = subject.look;
  const all = statements.map((statement): Step => {
    const writes = compiler.isExpressionStatement(statement) ? callsBelow(subject, statement).filter(isWrite) : [];
    return { statement, writes };
  });
  const isStep = ({ writes }: Step): boolean => writes.length > 0;
  return all.slice(all.findIndex(isStep), all.findLastIndex(isStep) + 1);
}

const isWrite = ({ kind }: ApiCall): boolean => kind !== "read" && kind !== "list";

/** What writes a kind behind all that does not. A statement that may leave, or waits for an answer in a variable, stays where it is. */
function reordered(subject: Subject, steps: readonly Step[], kind: string): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  const first = steps.findIndex(({ writes }) => isOf(subject, writes, kind));
  const behind = steps.slice(first);
  const isPlain = behind.every(({ statement }) => compiler.isExpressionStatement(statement) || isConstant(subject, statement));
  const last = behind.filter(({ writes }) => isOf(subject, writes, kind));
  const rest = behind.filter((step) => !last.includes(step));
  const [start, end] = [behind[0]?.statement, behind.at(-1)?.statement];
  if (!isPlain || !start || !end || !rest.some(({ writes }) => writes.length > 0)) return [];
  const text = [...rest, ...last].map(({ statement }) => look.text(statement)).join(`\n${indentOf(parsed, start)}`);
  const edits = [editOf(parsed, start.getStart(parsed.source), end.end, text)];
  return [{ title: "Do the rest first, and last what shows that all is done", edits }];
}

const isOf = (subject: Subject, writes: readonly ApiCall[], kind: string): boolean => writes.some((call) => kindOf(subject, call) === kind);

/** `const template = …;` without a call that waits. */
function isConstant({ look }: Subject, statement: ts.Statement): boolean {
  const { compiler } = look;
  return compiler.isVariableStatement(statement) && !look.below(statement, false).some((node) => compiler.isAwaitExpression(node));
}
