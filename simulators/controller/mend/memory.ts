import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { moduleMemory } from "../static/module-state.ts";
import { isReturn, withoutLine } from "./guards.ts";
import { statementAround, type Subject } from "./subject.ts";

/** `if (done.has(uid)) return;`: what the process remembers of the work says nothing of the work. */
export function withoutMemory(subject: Subject): readonly Fix[] {
  return [...ofModule(subject), ...ofOthers(subject)];
}

/** What is remembered in the file itself goes altogether, if nothing else asks for it. */
function ofModule(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  return moduleMemory(look).flatMap(({ variable, uses }): readonly Fix[] => {
    const statements = new Set(uses.flatMap((use) => statementAround(look, use) ?? []));
    const guards: readonly ts.Statement[] = [...statements].filter((statement) => isGuard(subject, statement));
    if (guards.length === 0) return [];
    const others = [...statements].filter((statement) => !guards.includes(statement));
    const declaration = variable.parent.parent.parent;
    const isUnused =
      others.every((statement) => isMemoryAlone(subject, statement, variable.text)) &&
      uses.every((use) => statementAround(look, use)) &&
      compiler.isVariableStatement(declaration) &&
      declaration.declarationList.declarations.length === 1;
    const gone = isUnused ? [declaration, ...statements] : guards;
    const edits = gone.map((statement) => withoutLine(parsed, statement));
    return [{ title: `Do the work whatever \`${variable.text}\` remembers of it`, edits }];
  });
}

/** `done.add(uid);` */
function isMemoryAlone({ look: { compiler } }: Subject, statement: ts.Statement, name: string): boolean {
  if (!compiler.isExpressionStatement(statement) || !compiler.isCallExpression(statement.expression)) return false;
  const { expression } = statement.expression;
  return (
    compiler.isPropertyAccessExpression(expression) && compiler.isIdentifier(expression.expression) && expression.expression.text === name
  );
}

/** `if (isDone(uid)) return;` with a function of another file, and `remember(uid);` from the same file. */
function ofOthers(subject: Subject): readonly Fix[] {
  const { look, parsed } = subject;
  const imported = importsOf(subject);
  const nodes = look.all;
  return nodes.flatMap((node): readonly Fix[] => {
    const asked = isGuard(subject, node) ? importedCall(subject, node.expression) : undefined;
    const module = asked && imported.get(asked.name);
    if (!asked || module === undefined || /delet/i.test(asked.name)) return [];
    const told = nodes.filter((other): other is ts.ExpressionStatement => {
      const call = look.compiler.isExpressionStatement(other) ? importedCall(subject, other.expression) : undefined;
      return call !== undefined && imported.get(call.name) === module && call.about === asked.about;
    });
    const edits = [node as ts.Statement, ...told].map((statement) => withoutLine(parsed, statement));
    return [{ title: `Do the work whatever \`${asked.name}\` remembers of it`, edits }];
  });
}

/** Names that come from other files of the project, with the file. */
function importsOf({ look, parsed }: Subject): ReadonlyMap<string, string> {
  const { compiler } = look;
  return new Map(
    parsed.source.statements.flatMap((statement) => {
      if (!compiler.isImportDeclaration(statement) || !/^.\./.test(look.text(statement.moduleSpecifier))) return [];
      const bindings = statement.importClause?.namedBindings;
      if (!bindings || !compiler.isNamedImports(bindings)) return [];
      return bindings.elements.map(({ name }): [string, string] => [name.text, look.text(statement.moduleSpecifier)]);
    }),
  );
}

/** A call of a function by its name, and its first argument. */
function importedCall({ look }: Subject, node: ts.Expression): { readonly name: string; readonly about: string } | undefined {
  const { compiler } = look;
  if (!compiler.isCallExpression(node) || !compiler.isIdentifier(node.expression)) return undefined;
  const [about] = node.arguments;
  return { name: node.expression.text, about: about ? look.text(about) : "" };
}

function isGuard({ look: { compiler } }: Subject, node: ts.Node): node is ts.IfStatement {
  return compiler.isIfStatement(node) && !node.elseStatement && compiler.isBlock(node.parent) && isReturn(compiler, node.thenStatement);
}
