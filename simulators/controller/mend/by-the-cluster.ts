import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { statusGuards, withoutLine } from "./guards.ts";
import { callsBelow } from "./reached.ts";
import type { Subject } from "./subject.ts";

/** What there is decides what is made, and the status only says what has been done. */
export function byTheCluster(subject: Subject): readonly Fix[] {
  return statusGuards(subject).flatMap((guard) => [...countedFirst(subject, guard), ...saidAfterwards(subject, guard)]);
}

/** `if (status.phase === "Started") return; await create(…);` → `if (mine.length === 0) await create(…);`, where the list of its own is there already. */
function countedFirst(subject: Subject, guard: ts.IfStatement): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  const mine = ownObjects(subject, guard);
  const creating = behind(subject, guard).find(
    (statement) => compiler.isExpressionStatement(statement) && callsBelow(subject, statement).some(({ kind }) => kind === "create"),
  );
  if (mine === undefined || !creating) return [];
  const start = creating.getStart(parsed.source);
  const edits = [withoutLine(parsed, guard), editOf(parsed, start, start, `if (${mine}.length === 0) `)];
  return [{ title: `Ask \`${mine}\`, not the status, whether it is there`, edits }];
}

/** A variable of the same function with what is left of a list that only the resource's own pass. */
function ownObjects({ look }: Subject, guard: ts.IfStatement): string | undefined {
  const { compiler } = look;
  const fn = look.functionAround(guard);
  const declared = [...(fn ? look.below(fn, false) : [])].filter((node): node is ts.VariableDeclaration =>
    compiler.isVariableDeclaration(node),
  );
  const own = declared.find(({ name, initializer, end }) => {
    const text = initializer && end < guard.pos && compiler.isIdentifier(name) ? look.text(initializer) : "";
    return text.includes(".filter(") && /\b(?:ownerReferences|isOwnedBy)\b/.test(text);
  });
  return own && look.text(own.name);
}

/** `setStatus(pending); work(); setStatus(done);` without its questions, and without what it says before the work. */
function saidAfterwards(subject: Subject, guard: ts.IfStatement): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  const saying = behind(subject, guard).filter(
    (statement) =>
      compiler.isExpressionStatement(statement) && callsBelow(subject, statement).some(({ method }) => method.endsWith("Status")),
  );
  if (saying.length < 2) return [];
  const guards = statusGuards(subject).filter(({ parent }) => parent === guard.parent);
  const edits = [...guards, ...saying.slice(0, -1)].map((statement) => withoutLine(parsed, statement));
  return [{ title: "Do the work whatever the status says of it, and say so afterwards", edits }];
}

function behind({ look: { compiler } }: Subject, guard: ts.IfStatement): readonly ts.Statement[] {
  if (!compiler.isBlock(guard.parent)) return [];
  return guard.parent.statements.slice(guard.parent.statements.indexOf(guard) + 1);
}
