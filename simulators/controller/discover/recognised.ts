import type ts from "typescript";
import type { FunctionNode } from "../../core/source/owners.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { apiCallsOf } from "../static/calls.ts";
import { type Look, lookAt } from "../static/look.ts";
import { calledByNameOrMethod, functionOf, functionsThatReach } from "../static/reach.ts";
import { callbacksOf } from "./callbacks.ts";

/** A function without tags that is a reconcile function by all appearances. */
export interface Recognised {
  readonly fn: FunctionNode;
  /** Where its lens stands: its name, or the method that takes it. */
  readonly at: ts.Node;
  /** A watch hands over the type of event first, all others the object. */
  readonly takes: "object" | "event";
  /** What says which kind it is: the class of Pepr's `When`, or the path of an informer or a watch. */
  readonly subject?: ts.Expression;
}

/** The package whose calls tagged code makes: its generation decides how they are read. */
export const clientPackage = "@kubernetes/client-node";
const peprPackage = "pepr";

/** Untagged functions that reconcile: callbacks of Pepr, informers and watches, and functions named so that call the API server. */
export function recognise(parsed: Parsed): readonly Recognised[] {
  if (parsed.isBroken) return [];
  const isPepr = imports(parsed, peprPackage);
  if (!isPepr && !imports(parsed, clientPackage)) return [];
  const look = lookAt(parsed);
  const direct = apiCallsOf(look).filter(({ style }) => style === "client");
  const reaching = functionsThatReach(look, direct, calledByNameOrMethod);
  const callbacks = callbacksOf(look, new Set(direct.map(({ node }) => node)), reaching, isPepr);
  const named = namedSo(look).filter(({ fn }) => reaching.has(fn));
  const callees = new Map([...callbacks, ...named].map(({ fn }) => [fn, calleesOf(look, fn)]));
  const calls = (from: FunctionNode, to: FunctionNode): boolean => from !== to && callees.get(from)?.has(to) === true;
  const entries = named.filter(({ fn }) => !named.some((other) => calls(other.fn, fn) && !calls(fn, other.fn)));
  const fns = new Set(callbacks.map(({ fn }) => fn));
  const all = [...callbacks.filter(({ fn }) => !entries.some((entry) => calls(fn, entry.fn))), ...entries.filter(({ fn }) => !fns.has(fn))];
  return all.filter(takesResource(look)).sort((a, b) => a.at.pos - b.at.pos);
}

function imports({ compiler, source }: Parsed, name: string): boolean {
  const isName = (node: ts.Node | undefined): boolean => node !== undefined && compiler.isStringLiteralLike(node) && node.text === name;
  const requires = (node: ts.Node): boolean =>
    (compiler.isCallExpression(node) &&
      compiler.isIdentifier(node.expression) &&
      node.expression.text === "require" &&
      isName(node.arguments[0])) ||
    compiler.forEachChild(node, (child) => requires(child) || undefined) === true;
  return source.statements.some((statement) =>
    compiler.isImportDeclaration(statement)
      ? isName(statement.moduleSpecifier)
      : compiler.isVariableStatement(statement) && requires(statement),
  );
}

const reconcileName = /^reconcile(?:[A-Z_]\w*)?$/;

/** Functions of the module and methods; one inside another function is part of that. */
function namedSo({ compiler, parsed }: Look): readonly Recognised[] {
  const found: Recognised[] = [];
  const see = (name: ts.Node | undefined, fn: FunctionNode | undefined): void => {
    if (name && fn?.body && compiler.isIdentifier(name) && reconcileName.test(name.text)) found.push({ fn, at: name, takes: "object" });
  };
  for (const statement of parsed.source.statements) {
    if (compiler.isFunctionDeclaration(statement)) see(statement.name, statement);
    else if (compiler.isVariableStatement(statement))
      for (const declared of statement.declarationList.declarations) see(declared.name, functionOf(compiler, declared));
    else if (compiler.isClassDeclaration(statement))
      for (const member of statement.members) if (compiler.isMethodDeclaration(member)) see(member.name, member);
  }
  return found;
}

/** Functions of the file that a function calls. */
function calleesOf(look: Look, fn: FunctionNode): ReadonlySet<ts.Node> {
  const called = new Set<ts.Node>();
  for (const node of look.below(fn)) {
    const to = look.compiler.isCallExpression(node) ? calledByNameOrMethod(look, node) : undefined;
    if (to) called.add(to);
  }
  return called;
}

const otherNames = /^(?:req|request|key|name|namespace|uid|event)$/;
const eventType = /\b(?:string|any|unknown|\w*(?:[Pp]hase|[Ee]vent|Type|Verb))\b|^["']/;
const resourceParts: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata", "spec", "status"]);

/** What is reconciled comes as an object, alone or with the type of event: a function that takes a name or clients cannot be run as one. */
function takesResource(look: Look): (one: Recognised) => boolean {
  const { compiler } = look;
  const isResource = ({ name, type, dotDotDotToken }: ts.ParameterDeclaration): boolean => {
    if (dotDotDotToken) return false;
    if (type && /^(?:string|number|boolean|[\w.]*(?:Request|Client|Api|KubeConfig))(?:\[\])?$/.test(look.text(type))) return false;
    if (compiler.isIdentifier(name)) return !otherNames.test(name.text);
    return (
      compiler.isObjectBindingPattern(name) &&
      name.elements.some((element) => resourceParts.has(look.text(element.propertyName ?? element.name)))
    );
  };
  const isEvent = ({ type }: ts.ParameterDeclaration): boolean => !type || eventType.test(look.text(type));
  return ({ fn, takes }) => {
    const [first, second, ...more] = fn.parameters;
    const [object, event] = takes === "object" ? [first, second] : [second, first];
    return !fn.asteriskToken && more.length === 0 && object !== undefined && isResource(object) && (!event || isEvent(event));
  };
}
