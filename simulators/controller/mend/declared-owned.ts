import type ts from "typescript";
import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import { docCommentsOf } from "../../core/source/comments.ts";
import { stretchOf } from "../../core/source/parse.ts";
import { builtinResources } from "../cluster/kinds/index.ts";
import { apiVersionOf } from "../cluster/resources.ts";
import type { ApiCall } from "../static/calls.ts";
import type { Subject } from "./subject.ts";

/** Kinds that are made, with a controlling reference to the resource, but not declared: nothing that befalls them starts a reconcile. */
export function declaredOwned(subject: Subject): readonly Fix[] {
  const { parsed, calls } = subject;
  if (!/\bcontroller: true\b|\bownerReference\(/.test(parsed.text)) return [];
  const kinds = new Set(calls.flatMap((call) => kindOf(subject, call) ?? []));
  return [...kinds].flatMap((kind): readonly Fix[] => {
    const edit = inTags(subject, kind) ?? inDefinition(subject, kind);
    const title = `Declare that it owns ${kind.split(" ")[1] ?? kind} objects: what befalls them starts a reconcile (watch them, too)`;
    return edit ? [{ title, edits: [edit] }] : [];
  });
}

/** `apps/v1 Deployment`, of a client's call that makes or changes one, or of any call of the framework that names it. */
function kindOf({ look }: Subject, { node, style, method, kind }: ApiCall): string | undefined {
  const { compiler } = look;
  if (style === "client") {
    const named = kind === "create" ? /(?:Namespaced|Cluster)?([A-Z]\w+)$/.exec(method)?.[1]?.replace(/^Namespaced/, "") : undefined;
    const resource = builtinResources.find((each) => each.kind === named);
    return resource && `${apiVersionOf(resource)} ${resource.kind}`;
  }
  const [apiVersion, name] = node.arguments;
  return apiVersion && name && compiler.isStringLiteralLike(apiVersion) && compiler.isStringLiteralLike(name)
    ? `${apiVersion.text} ${name.text}`
    : undefined;
}

/** In the comment of the only tagged function: behind the kinds that it has, or on a line of its own. */
function inTags({ parsed, tagged }: Subject, kind: string): TextEdit | undefined {
  const [controller] = tagged;
  if (!controller || tagged.length > 1) return undefined;
  const { owns, resource } = controller.payload;
  if ([...owns, resource].some((known) => `${known.apiVersion} ${known.kind}` === kind)) return undefined;
  const comment = docCommentsOf(parsed).find(({ start, end }) => parsed.text.slice(start, end).includes("@reconcile"));
  if (!comment) return undefined;
  const text = parsed.text.slice(comment.start, comment.end);
  const known = /@owns[^\r\n]*?(?=\s*(?:\*\/|\r?\n))/.exec(text);
  if (known) {
    const at = comment.start + known.index + known[0].length;
    return editOf(parsed, at, at, `, ${kind}`);
  }
  const line = /(\r?\n[ \t]*\*[ \t]*)@reconcile[^\r\n]*/.exec(text);
  if (!line) return undefined;
  const at = comment.start + line.index + line[0].length;
  return editOf(parsed, at, at, `${line[1]}@owns ${kind}`);
}

/** In `owns` of the only definition, which may be missing. */
function inDefinition({ parsed, look }: Subject, kind: string): TextEdit | undefined {
  const { compiler } = look;
  const definitions = look.all.filter(
    (node): node is ts.ObjectLiteralExpression =>
      compiler.isObjectLiteralExpression(node) && look.member(node, "resource") !== undefined && look.text(node).includes("reconcile"),
  );
  const [definition] = definitions;
  const resource = definition && look.member(definition, "resource");
  if (!definition || !resource || definitions.length > 1) return undefined;
  const [apiVersion, name] = kind.split(" ");
  const entry = `{ apiVersion: "${apiVersion}", kind: "${name}" }`;
  const owns = look.member(definition, "owns");
  const isThere = (node: ts.Node | undefined): boolean =>
    node !== undefined && new RegExp(`apiVersion: ["']${apiVersion}["'],\\s*kind: ["']${name}["']`).test(look.text(node));
  if (isThere(resource) || isThere(owns) || isThere(look.member(definition, "watches"))) return undefined;
  if (!owns) return editOf(parsed, resource.end, resource.end, `,\n  owns: [${entry}]`);
  if (!compiler.isArrayLiteralExpression(owns)) return undefined;
  const last = owns.elements.at(-1);
  return last ? editOf(parsed, last.end, last.end, `, ${entry}`) : editOf(parsed, owns.getStart(parsed.source), owns.end, `[${entry}]`);
}

/** Of a definition that comes back by itself: what it writes each time does not call it. */
export function undeclaredOwned({ parsed, look }: Subject): readonly Fix[] {
  const { compiler } = look;
  if (!/\brequeueAfterSeconds\b/.test(parsed.text)) return [];
  return look.all.flatMap((node): readonly Fix[] => {
    if (!compiler.isPropertyAssignment(node) || look.text(node.name) !== "owns" || !compiler.isArrayLiteralExpression(node.initializer))
      return [];
    const { elements } = node.initializer;
    return elements.map((element, index): Fix => {
      const kind = compiler.isObjectLiteralExpression(element) ? look.member(element, "kind") : undefined;
      const { start, end } = stretchOf(parsed, node.initializer);
      const rest = elements.filter((_, other) => other !== index).map((other) => look.text(other));
      const name = kind && compiler.isStringLiteralLike(kind) ? `${kind.text} objects` : look.text(element);
      return {
        title: `Come back for ${name} after \`requeueAfterSeconds\` only: it writes them itself`,
        edits: [editOf(parsed, start, end, `[${rest.join(", ")}]`)],
      };
    });
  });
}
