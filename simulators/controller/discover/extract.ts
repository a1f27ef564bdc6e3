import type ts from "typescript";
import type { TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { stretchOf } from "../../core/source/parse.ts";
import { builtinResources } from "../cluster/kinds/index.ts";
import type { Look } from "../static/look.ts";
import { pathIn } from "./evidence.ts";
import { typeOf } from "./guess.ts";
import { docOf, newlineOf } from "./doc.ts";
import type { Recognised } from "./recognised.ts";

/**
 * Makes a callback a function of the module, where tags can stand, and calls it from where it was.
 * None where that could change what its names mean.
 */
export function extraction(look: Look, one: Recognised, kind: string, tags: readonly string[]): readonly TextEdit[] {
  const { compiler, parsed } = look;
  const { fn, takes } = one;
  if (!(compiler.isArrowFunction(fn) || compiler.isFunctionExpression(fn)) || fn.name || !isFree(look, fn)) return [];
  const names = fn.parameters.map(({ name }) => name);
  if (!names.every((name) => compiler.isIdentifier(name)) && takes === "event") return [];
  const statement = parsed.source.statements.find(({ pos, end }) => pos <= fn.pos && fn.end <= end);
  if (!statement) return [];
  const newline = newlineOf(parsed.text);
  const name = freeName(parsed.text, kind === "Kind" ? "reconcile" : `reconcile${kind}`);
  const { start, end } = stretchOf(parsed, fn);
  const given = names.map((each) => look.text(each));
  const call = takes === "object" ? name : `(${given.join(", ")}) => ${name}(${given.toReversed().join(", ")})`;
  const declaration = `${newline}${newline}${docOf(tags, newline)}${newline}${declared(look, one, name, newline)}`;
  return [editOf(parsed, start, end, call), editOf(parsed, statement.end, statement.end, declaration)];
}

/** Does it use nothing but its own names and those of the module? */
function isFree(look: Look, fn: ts.ArrowFunction | ts.FunctionExpression): boolean {
  const { compiler, parsed } = look;
  const { SyntaxKind } = compiler;
  const around = new Set<string>();
  const inner = new Set<ts.Node>(look.below(fn));
  const statement = parsed.source.statements.find(({ pos, end }) => pos <= fn.pos && fn.end <= end);
  if (!statement) return false;
  const isOfModule = ({ parent }: ts.Node): boolean => compiler.isVariableStatement(statement) && parent === statement.declarationList;
  for (const node of look.below(statement)) {
    if (inner.has(node)) continue;
    const isDeclared =
      compiler.isVariableDeclaration(node) ||
      compiler.isParameter(node) ||
      compiler.isBindingElement(node) ||
      compiler.isFunctionDeclaration(node) ||
      compiler.isFunctionExpression(node) ||
      compiler.isClassLike(node) ||
      compiler.isTypeParameterDeclaration(node) ||
      compiler.isTypeAliasDeclaration(node) ||
      compiler.isInterfaceDeclaration(node);
    if (isDeclared && node.name && compiler.isIdentifier(node.name) && !isOfModule(node)) around.add(node.name.text);
  }
  return [...inner].every(
    (node) =>
      node.kind !== SyntaxKind.ThisKeyword &&
      node.kind !== SyntaxKind.SuperKeyword &&
      !(compiler.isIdentifier(node) && (node.text === "arguments" || around.has(node.text))),
  );
}

function freeName(text: string, wanted: string): string {
  const isTaken = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
  let name = wanted;
  for (let count = 2; isTaken(name); count++) name = `${wanted}${count}`;
  return name;
}

function declared(look: Look, one: Recognised, name: string, newline: string): string {
  const { parsed } = look;
  const fn = one.fn as ts.ArrowFunction | ts.FunctionExpression;
  const isTyped = /\.[cm]?tsx?$/.test(parsed.path);
  const types = one.takes === "object" ? [objectType(look, one), "string"] : ["string", objectType(look, one)];
  const parameters = fn.parameters.map((parameter, index) => {
    const isBare = isTyped && !parameter.type && !parameter.initializer;
    return isBare ? `${look.text(parameter)}: ${types[index]}` : look.text(parameter);
  });
  const inOrder = one.takes === "object" ? parameters : parameters.toReversed();
  const answer = fn.type ? `: ${look.text(fn.type)}` : "";
  const head = `${look.isAsync(fn) ? "async " : ""}function ${name}(${inOrder.join(", ")})${answer}`;
  return `${head} ${bodyOf(look, fn, newline)}`;
}

/** What the caller's types have said until now. */
function objectType(look: Look, one: Recognised): string {
  const written = typeOf(look, one);
  if (written !== undefined) return written;
  const path = one.subject && pathIn(look, one.subject);
  const known =
    path &&
    builtinResources.find(({ group, version, plural }) => group === path.group && version === path.version && plural === path.plural);
  return known && one.takes === "object" ? `import("@kubernetes/client-node").${classOf(known.version, known.kind)}` : "any";
}

const classOf = (version: string, kind: string): string => `${version.charAt(0).toUpperCase()}${version.slice(1)}${kind}`;

function bodyOf(look: Look, { body }: ts.ArrowFunction | ts.FunctionExpression, newline: string): string {
  const { compiler } = look;
  const text = look.text(body);
  if (!compiler.isBlock(body)) return `{${newline}  return ${text};${newline}}`;
  const last = text.slice(text.lastIndexOf("\n") + 1);
  const indent = /^[ \t]*/.exec(last)?.[0] ?? "";
  // Lines of a template are text: they stay as they are.
  return text.includes("`") || indent === "" ? text : text.replaceAll(`\n${indent}`, "\n");
}
