import type ts from "typescript";
import type { Problem } from "../../../protocol/problem.ts";
import { containsPosition, type Range } from "../../../protocol/source.ts";
import { offsetAt, rangeBetween } from "../../core/lines.ts";
import type { Outcome, SourceUnit } from "../../core/simulator.ts";
import type { FunctionNode } from "../../core/source/owners.ts";
import { type Parsed, parse, stretchOf } from "../../core/source/parse.ts";
import { discover } from "../discover/discover.ts";
import type { Payload, TaggedPayload } from "../payload.ts";
import { type ApiCall, apiCallsOf } from "../static/calls.ts";
import { type Look, lookAt } from "../static/look.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** A problem that a run has found, and the text in which it is to be mended. */
export interface Subject {
  readonly parsed: Parsed;
  readonly look: Look;
  readonly calls: readonly ApiCall[];
  readonly problem: Problem;
  /** API calls that the failing run makes, each once, the one that does harm first, then from the last to the first. */
  readonly ran: readonly ApiCall[];
  /** Names of the steps of the failing run: `behind`, `crash`. */
  readonly actions: ReadonlySet<string>;
  /** Tagged controllers of the file. */
  readonly tagged: readonly TaggedController[];
  /** Static findings of the file. */
  readonly findings: readonly Problem[];
}

export interface TaggedController {
  readonly payload: TaggedPayload;
  readonly fn: FunctionNode & { readonly body: ts.Block };
}

/** Undefined: the text cannot be read. */
export function subjectOf(unit: SourceUnit, problem: Problem, { traces }: Outcome): Subject | undefined {
  const read = readOnce(unit);
  if (!read) return undefined;
  const { parsed, calls } = read;
  const { steps = [], harm = -1 } = traces[problem.trace ?? -1] ?? {};
  const places = [steps[harm], ...steps.toReversed()].flatMap((step) => (step?.at?.path === unit.path ? [step.at.range] : []));
  return {
    ...read,
    problem,
    ran: [...new Set([problem.range, ...places].flatMap((place) => callAt(parsed, calls, place) ?? []))],
    actions: new Set(steps.map(({ action }) => action)),
  };
}

type ReadUnit = Pick<Subject, "parsed" | "look" | "calls" | "tagged" | "findings">;

/** Each problem of a file asks for the same, and in a large one it takes a while. */
const readUnits = new WeakMap<SourceUnit, ReadUnit | undefined>();

function readOnce(unit: SourceUnit): ReadUnit | undefined {
  if (!readUnits.has(unit)) readUnits.set(unit, readUnit(unit));
  return readUnits.get(unit);
}

function readUnit(unit: SourceUnit): ReadUnit | undefined {
  const parsed = parse(unit);
  if (!parsed || parsed.isBroken) return undefined;
  const look = lookAt(parsed);
  const { scenarios } = discover(unit);
  return {
    parsed,
    look,
    calls: apiCallsOf(look),
    tagged: scenarios.flatMap(({ payload, range }) => taggedAt(look, payload as Payload | undefined, range)),
    findings: scenarios.flatMap(({ findings }) => findings),
  };
}

/** The innermost call in which a place begins. */
function callAt(parsed: Parsed, calls: readonly ApiCall[], place: Range): ApiCall | undefined {
  const around = calls.filter(({ node }) => {
    const { start, end } = stretchOf(parsed, node);
    return containsPosition(rangeBetween(parsed.lines, start, end), place.start);
  });
  return around.reduce<ApiCall | undefined>((inner, call) => (inner && inner.node.pos > call.node.pos ? inner : call), undefined);
}

function taggedAt(look: Look, payload: Payload | undefined, range: Range): readonly TaggedController[] {
  if (payload?.style !== "tagged") return [];
  const { compiler, source, lines, text } = look.parsed;
  const offset = offsetAt(lines, text, range.start);
  for (const fn of look.all) {
    const isFunction = compiler.isFunctionDeclaration(fn) || compiler.isFunctionExpression(fn) || compiler.isMethodDeclaration(fn);
    if (!isFunction && !compiler.isArrowFunction(fn)) continue;
    const name = compiler.isArrowFunction(fn) && compiler.isVariableDeclaration(fn.parent) ? fn.parent.name : fn.name;
    const start = (name ?? fn).getStart(source);
    if (start === offset && fn.body && compiler.isBlock(fn.body)) return [{ payload, fn: fn as TaggedController["fn"] }];
  }
  return [];
}

/** The variable, or the destructured part of it, that holds the object that an API call answers. */
export function resultName({ compiler }: Look, call: ts.CallExpression): string | undefined {
  for (let at: ts.Node = call.parent; at && !compiler.isStatement(at) && !compiler.isFunctionLike(at); at = at.parent) {
    if (compiler.isVariableDeclaration(at)) {
      if (compiler.isIdentifier(at.name)) return at.name.text;
      if (!compiler.isObjectBindingPattern(at.name)) return undefined;
      const body = at.name.elements.find(({ name, propertyName }) => {
        const key = propertyName ?? name;
        return compiler.isIdentifier(key) && key.text === "body";
      });
      return body && compiler.isIdentifier(body.name) ? body.name.text : undefined;
    }
    if (compiler.isBinaryExpression(at) && at.operatorToken.kind === compiler.SyntaxKind.EqualsToken)
      return compiler.isIdentifier(at.left) ? at.left.text : undefined;
  }
  return undefined;
}

/** The statement of a block in which a node stands. */
export function statementAround({ compiler }: Look, node: ts.Node): ts.Statement | undefined {
  for (let at = node; at && !compiler.isFunctionLike(at); at = at.parent)
    if (compiler.isStatement(at) && (compiler.isBlock(at.parent) || compiler.isIfStatement(at.parent)) && !compiler.isBlock(at)) return at;
  return undefined;
}

/** White space at the start of the line of a node. */
export function indentOf({ text, source }: Parsed, node: ts.Node): string {
  const start = node.getStart(source);
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1))?.[0] ?? "";
}

/** The custom resource that a function around a place has as a parameter or a variable. */
export function resourceAt(subject: Subject, node: ts.Node): Resource | undefined {
  const { look, tagged } = subject;
  const names = new Set(tagged.flatMap(({ fn }) => parameterName(look, fn) ?? []));
  const types = new Set(tagged.flatMap(({ fn }) => (fn.parameters[0]?.type ? [look.text(fn.parameters[0].type)] : [])));
  for (let fn = look.functionAround(node); fn; fn = look.functionAround(fn)) {
    for (const { name, type } of fn.parameters) {
      const typeText = type && look.text(type).replace(/^Stored<(.*)>$/, "$1");
      const isIts =
        typeText === undefined
          ? look.compiler.isIdentifier(name) && names.has(name.text)
          : types.has(typeText) || customTypes(subject).has(typeText);
      const known = isIts ? namesOf(look, name) : undefined;
      if (known) return known;
    }
    const variable = variableOf(subject, fn, node);
    if (variable !== undefined) return { uid: `${variable}.metadata.uid`, name: `${variable}.metadata.name` };
  }
  return undefined;
}

/** Expressions in the words of a place in the code. */
export interface Resource {
  readonly uid: string;
  readonly name: string;
}

function namesOf({ compiler }: Look, name: ts.BindingName): Resource | undefined {
  if (compiler.isIdentifier(name)) return { uid: `${name.text}.metadata.uid`, name: `${name.text}.metadata.name` };
  const metadata = compiler.isObjectBindingPattern(name) ? partOf(compiler, name, "metadata") : undefined;
  if (!metadata) return undefined;
  if (compiler.isIdentifier(metadata)) return { uid: `${metadata.text}.uid`, name: `${metadata.text}.name` };
  if (!compiler.isObjectBindingPattern(metadata)) return undefined;
  const [uid, own] = [partOf(compiler, metadata, "uid"), partOf(compiler, metadata, "name")];
  return uid && own && compiler.isIdentifier(uid) && compiler.isIdentifier(own) ? { uid: uid.text, name: own.text } : undefined;
}

/** What a member is called, or how it is taken apart. */
function partOf(compiler: TypeScript, { elements }: ts.ObjectBindingPattern, member: string): ts.BindingName | undefined {
  for (const { name, propertyName } of elements) {
    const key = propertyName ?? name;
    if (compiler.isIdentifier(key) && key.text === member) return name;
  }
  return undefined;
}

function parameterName({ compiler }: Look, { parameters: [first] }: FunctionNode): string | undefined {
  return first && compiler.isIdentifier(first.name) ? first.name.text : undefined;
}

/** Type arguments of the reads of the framework whose key is the request itself: `kube.get<Topic>(…, request)`. */
function customTypes({ look, calls }: Subject): ReadonlySet<string> {
  return new Set(
    calls.flatMap(({ node, style, method }) => {
      const [type] = node.typeArguments ?? [];
      return style === "kube" && method === "get" && type && isOfRequest(look, node) ? [look.text(type)] : [];
    }),
  );
}

/** A variable of this function, declared before the node, that holds the resource as it was read. */
function variableOf({ look, calls }: Subject, fn: FunctionNode, node: ts.Node): string | undefined {
  const read = calls.find(
    (call) =>
      call.style === "kube" &&
      call.method === "get" &&
      look.functionAround(call.node) === fn &&
      call.node.end < node.pos &&
      isOfRequest(look, call.node),
  );
  return read && resultName(look, read.node);
}

/** Of several reads by the request the first one is of the resource: nothing else has its name for certain. */
function isOfRequest({ compiler }: Look, { arguments: [, , key] }: ts.CallExpression): boolean {
  return key !== undefined && compiler.isIdentifier(key);
}

/** The metadata in the body of a write, as far as they are written down. */
export function metadataOf({ look }: Subject, body: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const { compiler } = look;
  const literal = look.meaning(body);
  const metadata = compiler.isObjectLiteralExpression(literal) ? look.member(literal, "metadata") : undefined;
  const meant = metadata && look.meaning(metadata);
  return meant && compiler.isObjectLiteralExpression(meant) ? meant : undefined;
}

/** `a: value`, or `a` alone; undefined: a method, an accessor, a spread. */
export function valueOf({ compiler }: Subject["look"], member: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (compiler.isPropertyAssignment(member)) return member.initializer;
  return compiler.isShorthandPropertyAssignment(member) ? member.name : undefined;
}
