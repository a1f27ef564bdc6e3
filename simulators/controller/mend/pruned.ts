import type ts from "typescript";
import type { Fix } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { bodyOf } from "../static/blind-replace.ts";
import type { ApiCall } from "../static/calls.ts";
import { metadataOf, resourceAt, type Subject } from "./subject.ts";

/** Objects whose name comes from the spec: those that have got their name from an older one are deleted. */
export function pruned(subject: Subject): readonly Fix[] {
  return subject.calls.flatMap((call) => (call.kind === "create" && call.style === "client" ? others(subject, call) : []));
}

function others(subject: Subject, call: ApiCall): readonly Fix[] {
  const { look, parsed } = subject;
  const { compiler } = look;
  const [options] = call.node.arguments;
  const body = bodyOf(look, call);
  const metadata = body && metadataOf(subject, body);
  const name = metadata && look.member(metadata, "name");
  const resource = resourceAt(subject, call.node);
  const statement = outermost(subject, call.node);
  const { expression } = call.node;
  const [, kind] = /^createNamespaced([A-Z]\w*)$/.exec(call.method) ?? [];
  if (!options || !compiler.isObjectLiteralExpression(options) || !compiler.isPropertyAccessExpression(expression)) return [];
  const namespace = look.member(options, "namespace");
  if (!metadata || !look.member(metadata, "ownerReferences") || !name || !/\.spec\b/.test(look.text(look.meaning(name)))) return [];
  if (!resource || !statement || !namespace || kind === undefined || kind.endsWith("CustomObject")) return [];
  const client = look.text(expression.expression);
  const where = look.text(namespace) === "namespace" ? "namespace" : `namespace: ${look.text(namespace)}`;
  const list = ["items", "present", "former"].find((each) => look.declaration(each) === undefined) ?? "others";
  const lines = [
    `const ${list === "items" ? "{ items }" : `{ items: ${list} }`} = await ${client}.listNamespaced${kind}({ ${where} });`,
    `for (const { metadata: known } of ${list}) {`,
    `  const isOwn = known?.ownerReferences?.some((owner) => owner.uid === ${resource.uid});`,
    `  if (!isOwn || known?.deletionTimestamp || known?.name === ${look.text(name)}) continue;`,
    `  await ${client}.deleteNamespaced${kind}({ name: known!.name!, ${where}, body: { preconditions: { uid: known!.uid! } } });`,
    "}",
  ];
  const isTyped = /\.[cm]?tsx?$/.test(parsed.path);
  const text = lines
    .map((line) => `\n  ${isTyped ? line : line.replaceAll("!.", ".").replaceAll("! ", " ").replaceAll("!,", ",")}`)
    .join("");
  return [
    { title: `Delete the ${kind} objects that it owns under former names`, edits: [editOf(parsed, statement.end, statement.end, text)] },
  ];
}

/** The statement of the function's own block. */
function outermost({ look }: Subject, node: ts.Node): ts.Statement | undefined {
  const fn = look.functionAround(node);
  const { body } = (fn ?? {}) as { readonly body?: ts.Node };
  if (!body || !look.compiler.isBlock(body)) return undefined;
  return body.statements.find(({ pos, end }) => pos <= node.pos && node.end <= end);
}
