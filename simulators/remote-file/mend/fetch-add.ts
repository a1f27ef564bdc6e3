import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { lineOf, newlineOf } from "../static/fixes/lines.ts";
import { statementAt } from "./statement.ts";

/**
 * FL4008: a word that is read, counted up and written back, in statements of one block, is added to by one remote atomic.
 *
 * @param call The read or the write.
 */
export function asFetchAdd(parsed: Parsed, call: ts.CallExpression): readonly Fix[] {
  const { compiler, source } = parsed;
  const statement = statementAt(parsed, call);
  if (!statement || !compiler.isBlock(statement.parent)) return [];
  const { statements } = statement.parent;
  for (const [index, read] of statements.entries()) {
    const [, file, word, offset] = transferIn(read, source, "read") ?? [];
    if (file === undefined || word === undefined || offset === undefined) continue;
    const found = countedUp(statements.slice(index + 1, index + 4), source, { file, word, offset });
    if (!found || statement.pos < read.pos || found.write.end < statement.end) continue;
    return fixOf(parsed, { ...found, read, file, word, offset });
  }
  return [];
}

interface Counter {
  readonly file: string;
  readonly word: string;
  readonly offset: string;
}

interface Found {
  readonly write: ts.Statement;
  readonly delta: string;
  /** What the new value is called, where it has a name. */
  readonly name?: string;
}

/** `await file.read(word, 0, 8, AT);`: 8 bytes, or a name that may stand for them. */
const transferIn = (statement: ts.Statement, source: ts.SourceFile, kind: "read" | "write"): RegExpExecArray | null =>
  new RegExp(`^await (\\w+)\\.${kind}\\((\\w+), 0, \\w+, ([\\w.]+)\\);?$`).exec(statement.getText(source).replace(/\s+/g, " "));

function countedUp(statements: readonly ts.Statement[], source: ts.SourceFile, { file, word, offset }: Counter): Found | undefined {
  const [first, second, third] = statements;
  const textOf = (statement: ts.Statement | undefined): string => statement?.getText(source).replace(/\s+/g, " ") ?? "";
  const old = `${word}\\.readBigUInt64LE\\(0?\\)`;
  const isBack = (statement: ts.Statement | undefined): statement is ts.Statement => {
    const [, to, from, at] = (statement && transferIn(statement, source, "write")) ?? [];
    return to === file && from === word && at === offset;
  };
  const [, delta] = new RegExp(`^${word}\\.writeBigUInt64LE\\(${old} \\+ ([\\w.]+)(?:, 0)?\\);?$`).exec(textOf(first)) ?? [];
  if (delta !== undefined && isBack(second)) return { write: second, delta };
  const [, name, step] = new RegExp(`^const (\\w+) = ${old} \\+ ([\\w.]+);?$`).exec(textOf(first)) ?? [];
  if (name === undefined || step === undefined || !isBack(third)) return undefined;
  return new RegExp(`^${word}\\.writeBigUInt64LE\\(${name}(?:, 0)?\\);?$`).test(textOf(second))
    ? { write: third, delta: step, name }
    : undefined;
}

function fixOf(
  parsed: Parsed,
  { read, write, file, word, offset, delta, name }: Found & Counter & { readonly read: ts.Statement },
): readonly Fix[] {
  const { compiler, source, text } = parsed;
  const add = importing(parsed);
  if (!add) return [];
  const atomic = `await ${add.local}(${file}, ${offset}, ${delta})`;
  const line = name === undefined ? `${atomic};` : `const ${name} = (${atomic}) + ${delta};`;
  const edits = [...add.edits, editOf(parsed, read.getStart(source), write.end, line)];
  // The buffer may have been for this alone.
  const [made] = text.matchAll(new RegExp(`\\bconst ${word} = `, "g"));
  const inside = text.slice(read.getStart(source), write.end).match(new RegExp(`\\b${word}\\b`, "g"))?.length ?? 0;
  const all = text.match(new RegExp(`\\b${word}\\b`, "g"))?.length ?? 0;
  const block = read.parent;
  const declared =
    made && compiler.isBlock(block)
      ? block.statements.find((one) => compiler.isVariableStatement(one) && one.getStart(source) === made.index)
      : undefined;
  if (declared && all === inside + 1) {
    const { start, end } = lineOf(parsed, declared);
    edits.push(editOf(parsed, start, end, ""));
  }
  return [{ title: `Add with \`${add.local}\`, in one remote atomic`, edits }];
}

const moduleName = "faultline/remote-file";

function importing(parsed: Parsed): { readonly local: string; readonly edits: readonly TextEdit[] } | undefined {
  const { compiler, source, text } = parsed;
  const imports = source.statements.filter((statement) => compiler.isImportDeclaration(statement));
  for (const { moduleSpecifier, importClause } of imports) {
    const bindings = importClause?.namedBindings;
    if (
      !compiler.isStringLiteral(moduleSpecifier) ||
      moduleSpecifier.text !== moduleName ||
      !bindings ||
      !compiler.isNamedImports(bindings)
    )
      continue;
    const known = bindings.elements.find((one) => (one.propertyName ?? one.name).text === "fetchAdd");
    if (known) return { local: known.name.text, edits: [] };
    const last = bindings.elements.at(-1);
    return last && { local: "fetchAdd", edits: [editOf(parsed, last.end, last.end, ", fetchAdd")] };
  }
  if (/\b(?:const|let|function|class)\s+fetchAdd\b/.test(text)) return undefined;
  const last = imports.at(-1);
  return (
    last && {
      local: "fetchAdd",
      edits: [editOf(parsed, last.end, last.end, `${newlineOf(parsed)}import { fetchAdd } from "${moduleName}";`)],
    }
  );
}
