import type ts from "typescript";
import { rangeBetween } from "../../core/lines.ts";
import { badTag, type Complaint } from "../../core/source/complaint.ts";
import { unwrap } from "../../core/source/owners.ts";
import { type Parsed, stretchOf } from "../../core/source/parse.ts";
import type { AssetPlace } from "../payload.ts";
import type { Found } from "./found.ts";

export const moduleName = "faultline/controller";

/** The definitions of a file: calls of `defineController` that are exported or bound to a name at the top level. */
export function readDefined(parsed: Parsed, complaints: Complaint[]): readonly Found[] {
  const { compiler, source } = parsed;
  const isCall = definesController(parsed);
  if (!isCall) return [];
  return source.statements.flatMap((statement): readonly Found[] => {
    if (compiler.isExportAssignment(statement)) return foundIn(parsed, statement.expression, "default", isCall, complaints);
    if (!compiler.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      compiler.isIdentifier(name) && initializer ? foundIn(parsed, initializer, name.text, isCall, complaints) : [],
    );
  });
}

type IsCall = (callee: ts.Expression) => boolean;

/** Does an expression name the `defineController` of the library, under whatever name it was imported? */
function definesController({ compiler, source }: Parsed): IsCall | undefined {
  const names = new Set<string>();
  const spaces = new Set<string>();
  for (const statement of source.statements) {
    if (!compiler.isImportDeclaration(statement) || !compiler.isStringLiteral(statement.moduleSpecifier)) continue;
    if (statement.moduleSpecifier.text !== moduleName) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings && compiler.isNamespaceImport(bindings)) spaces.add(bindings.name.text);
    else if (bindings)
      for (const { name, propertyName } of bindings.elements) if ((propertyName ?? name).text === "defineController") names.add(name.text);
  }
  if (names.size + spaces.size === 0) return undefined;
  return (callee) =>
    compiler.isIdentifier(callee)
      ? names.has(callee.text)
      : compiler.isPropertyAccessExpression(callee) &&
        callee.name.text === "defineController" &&
        compiler.isIdentifier(callee.expression) &&
        spaces.has(callee.expression.text);
}

function foundIn(parsed: Parsed, expression: ts.Expression, entry: string, isCall: IsCall, complaints: Complaint[]): readonly Found[] {
  const { compiler, source, lines } = parsed;
  const call = unwrap(compiler, expression);
  if (!compiler.isCallExpression(call) || !isCall(call.expression)) return [];
  const start = call.getStart(source);
  const [argument] = call.arguments;
  const definition = argument && unwrap(compiler, argument);
  const members = definition && compiler.isObjectLiteralExpression(definition) ? definition : undefined;
  const written = members && memberOf(parsed, members, "name");
  const text = written && compiler.isStringLiteralLike(written) ? written.text : undefined;
  const sample = members && assetOf(parsed, members, "sample");
  const crd = members && assetOf(parsed, members, "crd");
  if (members && !parsed.isBroken) complaints.push(...complaintsOf(parsed, members, call));
  return [
    {
      name: text ?? (entry === "default" ? "controller" : entry),
      range: rangeBetween(lines, start, call.expression.end),
      start,
      payload: { style: "defined", entry, ...(sample ? { sample } : {}), ...(crd ? { crd } : {}) },
    },
  ];
}

function memberOf({ compiler }: Parsed, object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const member of object.properties) {
    if (compiler.isPropertyAssignment(member) && compiler.isIdentifier(member.name) && member.name.text === name)
      return unwrap(compiler, member.initializer);
  }
  return undefined;
}

/** A file that is named by a text. An object, for a sample, is read when the module has been evaluated. */
function assetOf(parsed: Parsed, object: ts.ObjectLiteralExpression, name: "sample" | "crd"): AssetPlace | undefined {
  const value = memberOf(parsed, object, name);
  if (!value || !parsed.compiler.isStringLiteralLike(value)) return undefined;
  const { start, end } = stretchOf(parsed, value);
  return { name: value.text, range: rangeBetween(parsed.lines, start, end) };
}

function complaintsOf(parsed: Parsed, object: ts.ObjectLiteralExpression, call: ts.CallExpression): readonly Complaint[] {
  const { compiler } = parsed;
  const has = (name: string): boolean =>
    object.properties.some(
      (member) =>
        compiler.isSpreadAssignment(member) ||
        (member.name !== undefined && compiler.isIdentifier(member.name) && member.name.text === name),
    );
  const at = stretchOf(parsed, call.expression);
  const missing = ["name", "resource", "reconcile"].filter((name) => !has(name));
  const complaints = missing.map((name) => badTag(at, "error", `the definition has no \`${name}\``));
  if (missing.length === 0 && !has("sample") && !has("crd"))
    complaints.push(
      badTag(at, "error", "there is nothing to reconcile: give the definition a `sample`, one custom resource or the name of a file"),
    );
  return complaints;
}
