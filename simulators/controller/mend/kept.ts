import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import { withoutLine } from "./guards.ts";
import { indentOf, resultName, statementAround, type Subject, valueOf } from "./subject.ts";

const changing = /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/;

/** `status = { url, lastSynced: new Date() }` → the time, or the random value, that is there, as long as nothing else of the status changes. */
export function keptWhileSame(subject: Subject): readonly Fix[] {
  const { look } = subject;
  const { compiler } = look;
  return look.all.flatMap((node): readonly Fix[] => {
    if (
      !compiler.isPropertyAssignment(node) ||
      !changing.test(look.text(node.initializer)) ||
      compiler.isObjectLiteralExpression(node.initializer)
    )
      return [];
    const edit = kept(subject, node);
    const edits = edit ? [edit] : keptData(subject, node);
    return edits.length > 0 ? [{ title: `Keep \`${look.text(node.name)}\` as long as nothing else changes`, edits }] : [];
  });
}

function kept(subject: Subject, { name, initializer, parent }: ts.PropertyAssignment): TextEdit | undefined {
  const { look, parsed } = subject;
  const { compiler } = look;
  const condition = conditionOf(subject, name, parent);
  if (condition !== undefined)
    return editOf(parsed, initializer.getStart(parsed.source), initializer.end, `${condition} ?? ${look.text(initializer)}`);
  const live = isStatus(subject, parent) ? liveAt(subject, parent) : undefined;
  if (live === undefined || !compiler.isIdentifier(name) || look.hasSpread(parent)) return undefined;
  const known = `${live}.status?.${name.text}`;
  const others = parent.properties.filter((member) => member.name !== name);
  const tests = others.map((member) => sameAsBefore(look, member, live));
  if (tests.includes(undefined)) return undefined;
  const before = tests.length === 0 ? known : `(${tests.join(" && ")} ? ${known} : undefined)`;
  const { start, end } = stretchOf(parsed, initializer);
  return editOf(parsed, start, end, `${before} ?? ${look.text(initializer)}`);
}

/** What the condition of this type has, as long as its status is the same. */
function conditionOf(subject: Subject, name: ts.PropertyName, literal: ts.ObjectLiteralExpression): string | undefined {
  const { look } = subject;
  const [type, status] = [look.member(literal, "type"), look.member(literal, "status")];
  const live = type && status && liveAt(subject, literal);
  if (live === undefined) return undefined;
  const isSame = `each.type === ${look.text(type as ts.Expression)} && each.status === ${look.text(status as ts.Expression)}`;
  return `${live}.status?.conditions?.find((each) => ${isSame})?.${look.text(name)}`;
}

/** `const data = { session: randomUUID() };` before the object is read → behind it, with what the object has. */
function keptData({ look, parsed, calls }: Subject, { name, initializer, parent }: ts.PropertyAssignment): readonly TextEdit[] {
  const { compiler } = look;
  const declaration = compiler.isVariableDeclaration(parent.parent) ? parent.parent : undefined;
  const statement = declaration?.parent.parent;
  if (!declaration || look.text(declaration.name) !== "data" || !statement || !compiler.isVariableStatement(statement)) return [];
  const block = compiler.isBlock(statement.parent) ? statement.parent.statements : [];
  const read = calls.find(({ kind, node }) => kind === "read" && block.some((each) => each === statementAround(look, node)));
  const reading = read && statementAround(look, read.node);
  const current = read && resultName(look, read.node);
  if (!reading || current === undefined || statement.declarationList.declarations.length > 1) return [];
  const { start, end } = stretchOf(parsed, initializer);
  const before = `${current}?.data?.["${look.text(name).replaceAll(/["']/g, "")}"] ?? `;
  if (reading.pos < statement.pos) return [editOf(parsed, start, start, before)];
  const whole = stretchOf(parsed, statement);
  const text = parsed.text.slice(whole.start, start) + before + parsed.text.slice(start, end) + parsed.text.slice(end, whole.end);
  return [withoutLine(parsed, statement), editOf(parsed, reading.end, reading.end, `\n${indentOf(parsed, statement)}${text}`)];
}

function sameAsBefore(look: Subject["look"], member: ts.ObjectLiteralElementLike, live: string): string | undefined {
  const { compiler } = look;
  if (!member.name || !compiler.isIdentifier(member.name) || changing.test(look.text(member))) return undefined;
  const value = valueOf(look, member);
  if (!value) return undefined;
  const before = `${live}.status?.${member.name.text}`;
  const isPlain = !compiler.isObjectLiteralExpression(value) && !compiler.isArrayLiteralExpression(value);
  return isPlain ? `${before} === ${look.text(value)}` : `JSON.stringify(${before}) === JSON.stringify(${look.text(value)})`;
}

/** `status: { … }`, `const status = { … }`, `x.status = { … }`. */
function isStatus({ look: { compiler } }: Subject, { parent }: ts.ObjectLiteralExpression): boolean {
  if (compiler.isPropertyAssignment(parent) || compiler.isVariableDeclaration(parent)) return parent.name.getText() === "status";
  return compiler.isBinaryExpression(parent) && parent.left.getText().endsWith(".status");
}

/** The resource as the same function has read it, or else as it was given. */
function liveAt({ look, calls, tagged }: Subject, node: ts.Node): string | undefined {
  const { compiler } = look;
  const fn = look.functionAround(node);
  const read = calls.find(
    ({ node: call, kind, style, method }) =>
      look.functionAround(call) === fn &&
      call.end < node.pos &&
      kind === "read" &&
      (style === "kube" ? call.arguments[2] && compiler.isIdentifier(call.arguments[2]) : method.endsWith("CustomObject")),
  );
  if (read) return resultName(look, read.node);
  const [parameter] = tagged.find((each) => each.fn === fn)?.fn.parameters ?? [];
  return parameter && compiler.isIdentifier(parameter.name) ? parameter.name.text : undefined;
}
