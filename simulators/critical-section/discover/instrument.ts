import type ts from "typescript";
import type { Insertion, SourceUnit } from "../../core/simulator.ts";
import { tagLanguage } from "./vocabulary.ts";
import { docCommentsOf } from "../../core/source/comments.ts";
import { asyncKeyword, isGenerator } from "../../core/source/functions.ts";
import { type FunctionNode, ownersOf } from "../../core/source/owners.ts";
import { type Parsed, parse } from "../../core/source/parse.ts";
import { tagsOf } from "../../core/source/tags.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/**
 * What makes `@criticalSection` real when a file is bundled: calls of the machine's `$beginSection` and `$endSection` around the body.
 * Lines stay where they are. Async functions and generators are left alone: they are FL1006.
 */
export function instrument(unit: SourceUnit): readonly Insertion[] {
  if (!unit.text.includes("@criticalSection")) return [];
  const parsed = parse(unit);
  if (!parsed) return [];
  const insertions = sectionFunctions(parsed).flatMap((fn) => insertionsFor(parsed, fn));
  return insertions
    .map((insertion, index) => ({ ...insertion, index }))
    .sort((a, b) => a.offset - b.offset || a.index - b.index)
    .map(({ offset, text }) => ({ offset, text }));
}

/** Outer functions before those inside them. */
function sectionFunctions(parsed: Parsed): readonly FunctionNode[] {
  const comments = docCommentsOf(parsed).filter((comment) =>
    tagsOf(parsed.text, comment, tagLanguage).some(({ name }) => name === "criticalSection"),
  );
  const functions = [...ownersOf(parsed, comments).values()].flatMap(({ fn }) => (fn ? [fn] : []));
  return [...new Set(functions)].filter((fn) => fn.body && !asyncKeyword(parsed, fn) && !isGenerator(parsed, fn));
}

const open = "$beginSection(); try {";
const close = "} finally { $endSection(); }";

function insertionsFor({ compiler, source }: Parsed, fn: FunctionNode): readonly Insertion[] {
  const { body } = fn;
  if (!body) return [];
  if (compiler.isBlock(body)) {
    return [
      { offset: behindDirectives(compiler, source, body), text: ` ${open}` },
      { offset: body.end - 1, text: `${close} ` },
    ];
  }
  return [
    { offset: body.getStart(source), text: `{ ${open} return (` },
    { offset: body.end, text: `); ${close} }` },
  ];
}

/** `"use strict"` must stay in front. */
function behindDirectives(compiler: TypeScript, source: ts.SourceFile, body: ts.Block): number {
  let offset = body.getStart(source) + 1;
  for (const statement of body.statements) {
    if (!compiler.isExpressionStatement(statement) || !compiler.isStringLiteral(statement.expression)) return offset;
    offset = statement.end;
  }
  return offset;
}
