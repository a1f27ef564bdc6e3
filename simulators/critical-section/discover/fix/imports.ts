import type ts from "typescript";
import type { TextEdit } from "../../../../protocol/problem.ts";
import { bindingsOf, type LibraryName } from "../bindings.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { moduleName } from "../mentions.ts";
import type { Parsed } from "../../../core/source/parse.ts";
import { lineEnd, semicolon } from "./text.ts";
import type { TypeScript } from "../../../core/source/typescript.ts";

/** How a name of the library is written in a file, and what makes it known there. */
export interface Imported {
  readonly local: string;
  readonly edits: readonly TextEdit[];
}

/** Undefined when the name is taken by something else. */
export function importOf(parsed: Parsed, name: LibraryName): Imported | undefined {
  const { compiler, source, text } = parsed;
  const { names, namespaces } = bindingsOf(parsed);
  const known = [...names].find(([, imported]) => imported === name)?.[0];
  if (known !== undefined) return { local: known, edits: [] };
  const [namespace] = namespaces;
  if (namespace !== undefined) return { local: `${namespace}.${name}`, edits: [] };
  if (new RegExp(`(?:const|let|var|function|class)\\s+${name}\\b`).test(text)) return undefined;
  const existing = source.statements.flatMap((statement) => namedImports(compiler, statement))[0];
  if (existing) {
    const last = existing.elements.at(-1);
    const added = last ? `, ${name}` : name;
    return { local: name, edits: [editOf(parsed, last?.end ?? existing.end - 1, last?.end ?? existing.end - 1, added)] };
  }
  return { local: name, edits: [newImport(parsed, name)] };
}

function namedImports(compiler: TypeScript, statement: ts.Statement): readonly ts.NamedImports[] {
  if (!compiler.isImportDeclaration(statement) || !compiler.isStringLiteral(statement.moduleSpecifier)) return [];
  const clause = statement.importClause;
  const isOurs = statement.moduleSpecifier.text === moduleName && clause?.phaseModifier === undefined;
  const bindings = clause?.namedBindings;
  return isOurs && bindings && compiler.isNamedImports(bindings) ? [bindings] : [];
}

function newImport(parsed: Parsed, name: string): TextEdit {
  const { compiler, source, text } = parsed;
  const first = source.statements.find((statement) => compiler.isImportDeclaration(statement));
  const quote = first && text[first.moduleSpecifier.getStart(source)] === "'" ? "'" : '"';
  const module = `${quote}${moduleName}${quote}`;
  const isModule = source.statements.some((statement) => compiler.isImportDeclaration(statement) || hasExport(compiler, statement));
  const isCommon = !isModule && /\b(?:require\(|module\.exports|exports\.)/.test(text);
  const line = isCommon ? `const { ${name} } = require(${module})` : `import { ${name} } from ${module}`;
  const offset = first ? first.getStart(source) : text.startsWith("#!") ? text.indexOf("\n") + 1 : 0;
  return editOf(parsed, offset, offset, `${line}${semicolon(parsed)}${lineEnd(text)}${first ? "" : lineEnd(text)}`);
}

function hasExport(compiler: TypeScript, statement: ts.Statement): boolean {
  if (compiler.isExportDeclaration(statement) || compiler.isExportAssignment(statement)) return true;
  return (
    compiler.canHaveModifiers(statement) && (statement.modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword) ?? false)
  );
}
