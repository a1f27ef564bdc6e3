import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { offsetAt } from "../../core/lines.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { Subject, TaggedController } from "./subject.ts";

/** What belongs to an informer is copied before it is changed: where it is looked up, or else the parameter, at the start of the reconcile. */
export function cloned(subject: Subject): readonly Fix[] {
  const { tagged } = subject;
  const [controller] = tagged;
  const parameter = controller && tagged.length === 1 ? clonedParameter(subject, controller) : [];
  const alone = [...clonedLook(subject), ...parameter];
  const all = [...parameter, ...everyLook(subject)].flatMap(({ edits }) => edits);
  const some = alone.some(({ edits }) => edits.length === all.length);
  return some ? alone : [...alone, { title: "Work on copies of all that comes from informers", edits: all }];
}

/** Every call that looks something up in a cache. */
const everyLook = (subject: Subject): readonly Fix[] =>
  subject.look.all.flatMap((node) =>
    subject.look.compiler.isCallExpression(node) && isLook(subject, node) ? [clonedCall(subject, node)] : [],
  );

function clonedCall({ look, parsed }: Subject, call: ts.CallExpression): Fix {
  const text = look.text(call);
  return {
    title: `Work on a copy of what \`${text}\` finds`,
    edits: [editOf(parsed, call.getStart(parsed.source), call.end, `structuredClone(${text})`)],
  };
}

function clonedParameter({ parsed, look }: Subject, { fn }: TaggedController): readonly Fix[] {
  const { compiler } = look;
  const [parameter] = fn.parameters;
  if (!parameter || parameter.initializer || parameter.dotDotDotToken) return [];
  const open = fn.body.getStart(parsed.source) + 1;
  if (compiler.isIdentifier(parameter.name)) {
    const name = parameter.name.text;
    return [{ title: `Work on a copy of \`${name}\``, edits: [editOf(parsed, open, open, `\n  ${name} = structuredClone(${name});`)] }];
  }
  const event = ["event", "cached", "given"].find((each) => look.declaration(each) === undefined);
  if (event === undefined) return [];
  const { name } = parameter;
  const edits = [
    editOf(parsed, name.getStart(parsed.source), name.end, event),
    editOf(parsed, open, open, `\n  const ${look.text(name)} = structuredClone(${event});`),
  ];
  return [{ title: "Work on a copy of the parameter", edits }];
}

/** `pods.get(name, namespace)`, `pods.list()`: what the changed variable comes from. */
function clonedLook(subject: Subject): readonly Fix[] {
  const { look, parsed, problem } = subject;
  const { compiler } = look;
  const offset = offsetAt(parsed.lines, parsed.text, problem.range.start);
  const names = new Set<string>();
  const line = statementAt(subject, offset);
  if (line) for (const node of look.below(line)) if (compiler.isIdentifier(node)) names.add(node.text);
  const calls = new Set([...names].flatMap((name) => lookOf(subject, name, 0) ?? []));
  return [...calls].map((call) => clonedCall(subject, call));
}

function statementAt({ look, parsed }: Subject, offset: number): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (const node of look.all) {
    const isAround = node.getStart(parsed.source) <= offset && offset < node.end;
    if (isAround && look.compiler.isExpressionStatement(node)) found = node;
  }
  return found;
}

/** The call of `get` or `list` that a name stands for, through other names and parts of objects. */
function lookOf(subject: Subject, name: string, depth: number): ts.CallExpression | undefined {
  const { look } = subject;
  const { compiler } = look;
  let declared = look.declaration(name);
  while (declared && compiler.isBindingElement(declared)) declared = declared.parent.parent;
  if (!declared || !compiler.isVariableDeclaration(declared) || depth > 4) return undefined;
  const loop = declared.parent.parent;
  const value = declared.initializer ?? (compiler.isForOfStatement(loop) ? loop.expression : undefined);
  if (!value) return undefined;
  let inner: ts.Node = value;
  for (;;) {
    if (compiler.isCallExpression(inner)) {
      if (isLook(subject, inner)) return inner;
      if (!compiler.isPropertyAccessExpression(inner.expression)) return undefined;
      inner = inner.expression.expression;
    } else if (
      compiler.isPropertyAccessExpression(inner) ||
      compiler.isElementAccessExpression(inner) ||
      compiler.isNonNullExpression(inner)
    )
      inner = inner.expression;
    else if (compiler.isParenthesizedExpression(inner) || compiler.isAsExpression(inner) || compiler.isAwaitExpression(inner))
      inner = inner.expression;
    else return compiler.isIdentifier(inner) ? lookOf(subject, inner.text, depth + 1) : undefined;
  }
}

function isLook({ look }: Subject, { expression }: ts.CallExpression): boolean {
  const { compiler } = look;
  if (!compiler.isPropertyAccessExpression(expression) || !/^(?:get|list)$/.test(expression.name.text)) return false;
  const informer = compiler.isIdentifier(expression.expression) ? look.declaration(expression.expression.text) : undefined;
  return informer !== undefined && /\bmakeInformer\b|\bListWatch\b|\bInformer\b/.test(look.text(informer));
}
