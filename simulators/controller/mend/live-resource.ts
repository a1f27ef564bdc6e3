import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { pluralOf } from "../cluster/free.ts";
import type { Subject, TaggedController } from "./subject.ts";

/** The reconcile function asks the server for its resource first, instead of trusting an event that may be outdated. */
export function liveResource(subject: Subject): readonly Fix[] {
  const { tagged, look } = subject;
  const [controller] = tagged;
  if (!controller || tagged.length > 1 || controller.payload.takesEvent || !look.isAsync(controller.fn)) return [];
  const edits = readFirst(subject, controller);
  const { kind } = controller.payload.resource;
  return edits.length === 0 ? [] : [{ title: `Ask the server for the ${kind} first: the one in the cache may be outdated`, edits }];
}

function readFirst(subject: Subject, { fn, payload }: TaggedController): readonly TextEdit[] {
  const { look, parsed } = subject;
  const { source } = parsed;
  const [parameter] = fn.parameters;
  const client = customClient(subject);
  const plural = pluralIn(subject, payload);
  if (!parameter || !client) return [];
  const free = (...names: readonly string[]): string => names.find((name) => look.declaration(name) === undefined) ?? `${names[0]}Now`;
  const cached = free("cached", "known", "event");
  const missing = free("notFound", "undefinedIfMissing");
  const pattern = look.text(parameter.name);
  const isWhole = look.compiler.isIdentifier(parameter.name);
  const name = isWhole ? pattern : free("live", "current", "resource");
  const type = parameter.type ? ` as ${look.text(parameter.type)} | undefined` : "";
  const handled = client.isOld ? `.then(({ body }) => body, ${missing})` : `.catch(${missing})`;
  const lines = [
    `const ${name} = (await ${readOf(client, payload, plural, cached)}${handled})${type};`,
    `if (${name}?.metadata.uid !== ${cached}.metadata.uid) return;`,
    ...(isWhole ? [] : [`const ${pattern} = ${name};`]),
  ];
  const top = topOf(subject, fn);
  const open = fn.body.getStart(source) + 1;
  return [
    ...client.edits,
    editOf(parsed, top, top, handlerOf(missing, client.isOld ? "statusCode" : "code", /\.[cm]?tsx?$/.test(parsed.path))),
    editOf(parsed, parameter.name.getStart(source), parameter.name.end, cached),
    editOf(parsed, open, open, lines.map((line) => `\n  ${line}`).join("")),
  ];
}

function readOf({ name, isOld }: CustomClient, { resource }: TaggedController["payload"], plural: string, cached: string): string {
  const [group, version] = resource.apiVersion.split("/");
  const { namespace, name: own } = { namespace: `${cached}.metadata.namespace`, name: `${cached}.metadata.name` };
  return isOld
    ? `${name}.getNamespacedCustomObject("${group}", "${version}", ${namespace}, "${plural}", ${own})`
    : `${name}.getNamespacedCustomObject({ group: "${group}", version: "${version}", plural: "${plural}", namespace: ${namespace}, name: ${own} })`;
}

/** A function that lets all failures through but one: that there is nothing. */
function handlerOf(name: string, code: string, isTyped: boolean): string {
  const head = isTyped ? `(error: { ${code}?: number }): undefined` : "(error)";
  return `/** What is not there is no failure. */\nfunction ${name}${head} {\n  if (error.${code} !== 404) throw error;\n  return undefined;\n}\n\n`;
}

interface CustomClient {
  readonly name: string;
  /** Of the generation with positional arguments. */
  readonly isOld: boolean;
  /** What makes it, where there is none yet. */
  readonly edits: readonly TextEdit[];
}

function customClient(subject: Subject): CustomClient | undefined {
  const { look, parsed, calls } = subject;
  const { compiler } = look;
  const isOld = calls.some(
    ({ node: { arguments: given }, style }) =>
      style === "client" && given[1] !== undefined && !compiler.isObjectLiteralExpression(given[0] as ts.Node),
  );
  const makers = look.all.flatMap((node) => (compiler.isVariableDeclaration(node) && madeClient(look, node)) || []);
  const known = makers.find(({ made }) => made.endsWith("CustomObjectsApi"));
  if (known) return { name: known.name, isOld, edits: [] };
  const [other] = makers;
  const name = ["custom", "customObjects"].find((each) => look.declaration(each) === undefined);
  const imported = other && importOf(subject);
  if (!other || !imported || name === undefined) return undefined;
  const { end } = other.statement;
  const text = `\nconst ${name} = ${other.receiver}.makeApiClient(${imported.prefix}CustomObjectsApi);`;
  return { name, isOld, edits: [...imported.edits, editOf(parsed, end, end, text)] };
}

interface MadeClient {
  readonly name: string;
  /** `CoreV1Api`, `k8s.CoreV1Api`. */
  readonly made: string;
  readonly receiver: string;
  readonly statement: ts.Node;
}

/** `const core = config.makeApiClient(CoreV1Api);` at the top level. */
function madeClient(look: Subject["look"], { name, initializer, parent }: ts.VariableDeclaration): MadeClient | undefined {
  const { compiler } = look;
  if (!compiler.isIdentifier(name) || !initializer || !compiler.isCallExpression(initializer)) return undefined;
  const { expression, arguments: given } = initializer;
  if (!compiler.isPropertyAccessExpression(expression) || expression.name.text !== "makeApiClient" || !given[0]) return undefined;
  if (!compiler.isVariableStatement(parent.parent) || !compiler.isSourceFile(parent.parent.parent)) return undefined;
  return { name: name.text, made: look.text(given[0]), receiver: look.text(expression.expression), statement: parent.parent };
}

function importOf({ look, parsed }: Subject): { readonly prefix: string; readonly edits: readonly TextEdit[] } | undefined {
  const { compiler } = look;
  for (const node of parsed.source.statements) {
    if (!compiler.isImportDeclaration(node) || look.text(node.moduleSpecifier).slice(1, -1) !== "@kubernetes/client-node") continue;
    const bindings = node.importClause?.namedBindings;
    if (!bindings) continue;
    if (compiler.isNamespaceImport(bindings)) return { prefix: `${bindings.name.text}.`, edits: [] };
    const [first] = bindings.elements;
    const at = first?.getStart(parsed.source);
    if (at !== undefined) return { prefix: "", edits: [editOf(parsed, at, at, "CustomObjectsApi, ")] };
  }
  return undefined;
}

/** As the text writes it elsewhere; else as Kubernetes guesses it. Where a definition says otherwise the trial finds nothing under that name. */
function pluralIn({ parsed }: Subject, { resource }: TaggedController["payload"]): string {
  const guess = pluralOf(resource.kind);
  if (parsed.text.includes(`"${guess}"`)) return guess;
  const [, written] = /\bplural: "([a-z0-9.-]+)"/.exec(parsed.text) ?? [];
  return written ?? guess;
}

/** Before the function and its comment, at the top level. */
export function topOf({ look, parsed }: Subject, fn: ts.Node): number {
  let at = fn;
  while (at.parent && !look.compiler.isSourceFile(at.parent)) at = at.parent;
  const comments = look.compiler.getLeadingCommentRanges(parsed.text, at.pos) ?? [];
  return comments.at(-1)?.pos ?? at.getStart(parsed.source);
}
