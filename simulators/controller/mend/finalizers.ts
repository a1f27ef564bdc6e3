import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { offsetAt } from "../../core/lines.ts";
import { isOneSlip } from "../../core/source/slip.ts";
import { indentOf, resourceAt, statementAround, type Subject } from "./subject.ts";

/** A finalizer is put there first, taken away under the name under which it was put there, and alone. */
export function rightFinalizer(subject: Subject): readonly Fix[] {
  return [...putFirst(subject), ...takenLast(subject), ...takenAtAll(subject), ...oneSpelling(subject), ...othersKept(subject)];
}

/** `await removeFinalizer(…); await cleanUp(…);` → the other way round. */
function takenLast({ look, parsed }: Subject): readonly Fix[] {
  const { compiler } = look;
  const isStep = (node: ts.Node): boolean => compiler.isExpressionStatement(node) && compiler.isAwaitExpression(node.expression);
  return look.all.flatMap((node): readonly Fix[] => {
    if (!compiler.isBlock(node.parent) || !isStep(node) || !/\b(?:remove|release|drop|delete)\w*finalizer\w*\(/i.test(look.text(node)))
      return [];
    const later = node.parent.statements.slice(node.parent.statements.indexOf(node as ts.Statement) + 1);
    const count = later.findIndex((each) => !isStep(each));
    const last = later.slice(0, count === -1 ? later.length : count).at(-1);
    if (!last) return [];
    const next = later[0]?.getStart(parsed.source) ?? node.end;
    const edits = [
      editOf(parsed, node.getStart(parsed.source), next, ""),
      editOf(parsed, last.end, last.end, `\n${indentOf(parsed, node)}${look.text(node)}`),
    ];
    return [{ title: "Take the finalizer away last", edits }];
  });
}

/** A definition that adds its finalizer, and returns from the deletion without having taken it away. */
function takenAtAll({ look, parsed }: Subject): readonly Fix[] {
  const { compiler, source, text } = parsed;
  const adding = look.all.find((node) => compiler.isCallExpression(node) && look.text(node.expression) === "addFinalizer");
  if (!adding || !compiler.isCallExpression(adding) || /\bremoveFinalizer\(/.test(text)) return [];
  const [kube, resource, finalizer] = adding.arguments.map((each) => look.text(each));
  const imported = look.all.find((node) => compiler.isImportSpecifier(node) && node.name.text === "addFinalizer");
  return look.all.flatMap((node): readonly Fix[] => {
    if (
      !compiler.isIfStatement(node) ||
      !compiler.isBlock(node.thenStatement) ||
      !/\b(?:isDeleting|deletionTimestamp)\b/.test(look.text(node.expression))
    )
      return [];
    const last = node.thenStatement.statements.at(-1);
    if (!last || !imported || !compiler.isReturnStatement(last)) return [];
    const start = last.getStart(source);
    const edits = [
      editOf(parsed, imported.end, imported.end, ", removeFinalizer"),
      editOf(parsed, start, start, `await removeFinalizer(${kube}, ${resource}, ${finalizer});\n${indentOf(parsed, last)}`),
    ];
    return [{ title: "Take the finalizer away when all is cleaned up", edits }];
  });
}

/** `await create(…); await addFinalizer(…);` → the other way round. */
function putFirst(subject: Subject): readonly Fix[] {
  const { look, parsed, problem } = subject;
  const { source, text } = parsed;
  const place = offsetAt(parsed.lines, text, problem.range.start);
  const node = look.all.findLast((each) => each.getStart(source) <= place && place < each.end);
  const blamed = node && statementAround(look, node);
  if (!blamed || !look.compiler.isBlock(blamed.parent)) return [];
  const later = blamed.parent.statements.find(
    (each) =>
      each.pos > blamed.pos && look.compiler.isExpressionStatement(each) && /\b(?:add|put|set|ensure)\w*finalizer/i.test(look.text(each)),
  );
  if (!later) return [];
  const start = blamed.getStart(source);
  const edits = [
    editOf(parsed, start, start, `${look.text(later)}\n${indentOf(parsed, blamed)}`),
    editOf(parsed, text.lastIndexOf("\n", later.getStart(source)), later.end, ""),
  ];
  return [{ title: "Put the finalizer there first", edits }];
}

interface Named {
  readonly name: string;
  readonly value: string;
}

/** Constants whose names speak of finalizers. */
function constants({ look }: Subject): readonly Named[] {
  const { compiler } = look;
  return look.all.flatMap((node) => {
    if (!compiler.isVariableDeclaration(node) || !compiler.isIdentifier(node.name) || !/finalizer/i.test(node.name.text)) return [];
    const { initializer } = node;
    return initializer && compiler.isStringLiteralLike(initializer) ? [{ name: node.name.text, value: initializer.text }] : [];
  });
}

/** Of two names that differ by one slip each is tried in place of the other. */
function oneSpelling(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler, source } = parsed;
  const known = constants(subject);
  return known.flatMap(({ name, value }) =>
    known.flatMap((other): readonly Fix[] => {
      if (other.name === name || other.value === value || !isOneSlip(other.value, value)) return [];
      const uses = look.all.filter(
        (node) => compiler.isIdentifier(node) && node.text === other.name && !compiler.isVariableDeclaration(node.parent),
      );
      const edits = uses.map((node) => editOf(parsed, node.getStart(source), node.end, name));
      return edits.length === 0 ? [] : [{ title: `Use \`${name}\` here, too`, edits }];
    }),
  );
}

/** `finalizers: []` → without its own. */
function othersKept(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler, source } = parsed;
  const [own, twice] = constants(subject);
  if (!own || twice) return [];
  return look.all.flatMap((node): readonly Fix[] => {
    if (!compiler.isArrayLiteralExpression(node) || node.elements.length > 0 || !isForFinalizers(look, node)) return [];
    const resource = resourceAt(subject, node);
    const declared = look.declaration("finalizers");
    const isKnown =
      declared !== undefined && !compiler.isParameter(declared) && look.functionAround(declared) === look.functionAround(node);
    const list = isKnown ? "finalizers" : resource && `(${resource.uid.replace(/uid$/, "finalizers")} ?? [])`;
    if (list === undefined || !list.includes(".") !== isKnown) return [];
    const newText = `${list}.filter((each) => each !== ${own.name})`;
    return [{ title: "Take only the own finalizer away", edits: [editOf(parsed, node.getStart(source), node.end, newText)] }];
  });
}

function isForFinalizers({ compiler }: Subject["look"], { parent }: ts.Node): boolean {
  if (compiler.isPropertyAssignment(parent)) return compiler.isIdentifier(parent.name) && parent.name.text === "finalizers";
  return compiler.isCallExpression(parent) && /finalizer/i.test(parent.expression.getText());
}
