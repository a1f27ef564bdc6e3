import type ts from "typescript";
import type { Fix } from "../../../../protocol/problem.ts";
import { suspensions } from "../awaits.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { asyncKeyword } from "../../../core/source/functions.ts";
import { enclosing } from "../paths.ts";
import type { Parsed, Stretch } from "../../../core/source/parse.ts";
import { nodeAt } from "./runs.ts";
import { freshName, indentAt, indentStep, lineEnd, semicolon } from "./text.ts";

type Work = ts.FunctionDeclaration | ts.MethodDeclaration;

/**
 * Check, await, note that it is done: calls at the same time share one run of the function.
 * Its code moves as it is into a function of another name. For functions without parameters, or with one that is the key.
 */
export function shareOneRun(parsed: Parsed, places: readonly Stretch[]): readonly Fix[] {
  const work = places.map((place) => workAt(parsed, place)).find((found) => found !== undefined);
  if (!work?.name || !work.body) return [];
  const { compiler, source, text } = parsed;
  const isMethod = compiler.isMethodDeclaration(work);
  const name = work.name.getText(source);
  const bare = name.replace("#", "");
  const inner = freshName(text, `${isMethod ? "#" : ""}${bare}Alone`);
  const pending = freshName(text, `${isMethod ? "#" : ""}pending${bare.charAt(0).toUpperCase()}${bare.slice(1)}`);
  const [parameter] = work.parameters;
  const [end, line, step] = [semicolon(parsed), lineEnd(text), indentStep(text)];
  const start = work.getStart(source);
  const indent = indentAt(text, start);
  const self = isMethod ? "this." : "";
  const key = parameter ? parameter.name.getText(source) : undefined;
  const kept = kindOfStore(parsed, work, pending, end);
  const outer = text
    .slice(start, work.body.getStart(source))
    .replace(/\basync\s+/, "")
    .trimEnd();
  const body = [
    `let running = ${key === undefined ? `${self}${pending}` : `${self}${pending}.get(${key})`}${end}`,
    "if (running === undefined) {",
    `${step}running = ${self}${inner}(${key ?? ""}).finally(() => {`,
    `${step}${step}${key === undefined ? `${self}${pending} = undefined` : `${self}${pending}.delete(${key})`}${end}`,
    `${step}})${end}`,
    `${step}${key === undefined ? `${self}${pending} = running` : `${self}${pending}.set(${key}, running)`}${end}`,
    "}",
    `return running${end}`,
  ].map((one) => `${indent}${step}${one}`);
  const added = [`${outer} {`, ...body, `${indent}}${line}`, indent].join(line);
  const above = commentStart(parsed, work);
  const nameStart = work.name.getStart(source);
  const modifiers = exportOf(parsed, work);
  return [
    {
      title: "Let calls at the same time share one run",
      edits: [
        editOf(parsed, above, above, `${kept}${line}${line}${indent}`),
        editOf(parsed, start, start + modifiers.length, added),
        editOf(parsed, nameStart, work.name.end, inner),
      ],
      preferred: true,
    },
  ];
}

/** Doc comments stay with the function that callers know. */
function commentStart({ compiler, source, text }: Parsed, work: Work): number {
  const comments = compiler.getLeadingCommentRanges(text, work.pos) ?? [];
  const first = comments.find(({ pos }) => text.startsWith("/**", pos));
  return first?.pos ?? work.getStart(source);
}

function workAt(parsed: Parsed, place: Stretch): Work | undefined {
  const { compiler } = parsed;
  const node = nodeAt(parsed, place);
  const fn = compiler.isFunctionLike(node) ? node : enclosing(parsed, node);
  if (!compiler.isFunctionDeclaration(fn) && !compiler.isMethodDeclaration(fn)) return undefined;
  if (!fn.body || !asyncKeyword(parsed, fn) || fn.asteriskToken || fn.typeParameters || !isPlainlyNamed(parsed, fn)) return undefined;
  const isTyped = !/\.[cm]?jsx?$/.test(parsed.path);
  if (isTyped && (!fn.type || fn.parameters.some(({ type }) => !type))) return undefined;
  const isKey = fn.parameters.every(
    ({ name, initializer, dotDotDotToken, questionToken }) =>
      compiler.isIdentifier(name) && !initializer && !dotDotDotToken && !questionToken,
  );
  if (fn.parameters.length > 1 || !isKey) return undefined;
  // A thread that shares the run of another one is no thread.
  const isThread = parsed.text.slice(fn.pos, fn.getStart(parsed.source)).includes("@thread");
  return !isThread && checksBeforeAwait(parsed, fn.body) ? fn : undefined;
}

function isPlainlyNamed({ compiler }: Parsed, fn: Work): boolean {
  if (compiler.isFunctionDeclaration(fn)) return fn.name !== undefined && compiler.isSourceFile(fn.parent);
  const isStatic = fn.modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.StaticKeyword) ?? false;
  const isDecorated = fn.modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.Decorator) ?? false;
  return (
    !isStatic &&
    !isDecorated &&
    compiler.isClassLike(fn.parent) &&
    (compiler.isIdentifier(fn.name) || compiler.isPrivateIdentifier(fn.name))
  );
}

/** A test that returns early, then an await, then an assignment or a call that notes the result. */
function checksBeforeAwait(parsed: Parsed, body: ts.Block): boolean {
  const { compiler } = parsed;
  const test = body.statements.findIndex(
    (statement) => compiler.isIfStatement(statement) && !statement.elseStatement && suspensions(parsed, statement).length === 0,
  );
  if (test === -1) return false;
  const rest = body.statements.slice(test + 1);
  const awaited = rest.findIndex((statement) => suspensions(parsed, statement).length > 0);
  return (
    awaited !== -1 &&
    returns(parsed, body.statements[test]) &&
    rest.slice(awaited).some((statement) => compiler.isExpressionStatement(statement))
  );
}

function returns({ compiler }: Parsed, statement: ts.Statement | undefined): boolean {
  if (!statement || !compiler.isIfStatement(statement)) return false;
  const then = statement.thenStatement;
  return compiler.isReturnStatement(then) || (compiler.isBlock(then) && then.statements.some((one) => compiler.isReturnStatement(one)));
}

/** Where the promise under way is kept. */
function kindOfStore({ compiler, source, path }: Parsed, work: Work, pending: string, end: string): string {
  const isTyped = !/\.[cm]?jsx?$/.test(path);
  const isMethod = compiler.isMethodDeclaration(work);
  const result = work.type?.getText(source) ?? "";
  const [parameter] = work.parameters;
  if (!parameter) return `${isMethod ? "" : "let "}${pending}${isTyped ? `: ${result} | undefined` : ""}${end}`;
  const types = isTyped ? `<${parameter.type?.getText(source) ?? "unknown"}, ${result}>` : "";
  return `${isMethod ? (isTyped ? "readonly " : "") : "const "}${pending} = new Map${types}()${end}`;
}

/** `export `, `public `: of the function that callers know; the inner one has none. */
function exportOf({ compiler, source, text }: Parsed, work: Work): string {
  const keyword = work.modifiers?.find(({ kind }) => kind === compiler.SyntaxKind.AsyncKeyword);
  return keyword ? text.slice(work.getStart(source), keyword.getStart(source)) : "";
}
