import type { Fix, TextEdit } from "../../../protocol/problem.ts";
import { editOf } from "../../core/source/complaint.ts";
import type { ApiCall } from "../static/calls.ts";
import type { Subject } from "./subject.ts";

/** Reads of the framework that the cache answers are put to the server: each alone, then all of the failing run. */
export function freshReads(subject: Subject): readonly Fix[] {
  const reads = subject.ran.flatMap((call) => {
    const edit = fresh(subject, call);
    return edit ? [{ call, edit }] : [];
  });
  const kindOf = ({ node }: ApiCall): string => {
    const [, kind] = node.arguments;
    return kind && subject.look.compiler.isStringLiteral(kind) ? ` ${kind.text}` : "";
  };
  const alone = reads.map(({ call, edit }): Fix => {
    const line = subject.parsed.source.getLineAndCharacterOfPosition(call.node.getStart(subject.parsed.source)).line + 1;
    const twin = reads.some((other) => other.call !== call && kindOf(other.call) === kindOf(call));
    return { title: `Read${kindOf(call)} from the server, not from the cache${twin ? ` (line ${line})` : ""}`, edits: [edit] };
  });
  if (reads.length < 2) return alone;
  return [...alone, { title: "Read all of it from the server, not from the cache", edits: reads.map(({ edit }) => edit) }];
}

function fresh({ look, parsed }: Subject, { node, style, method }: ApiCall): TextEdit | undefined {
  if (style !== "kube" || (method !== "get" && method !== "list")) return undefined;
  const options = node.arguments[method === "get" ? 3 : 2];
  if (!options) {
    const last = node.arguments.at(-1);
    return last && node.arguments.length === (method === "get" ? 3 : 2)
      ? editOf(parsed, last.end, last.end, ", { fresh: true }")
      : undefined;
  }
  if (!look.compiler.isObjectLiteralExpression(options) || look.member(options, "fresh")) return undefined;
  const at = options.getStart(parsed.source) + 1;
  return editOf(parsed, at, at, options.properties.length > 0 ? " fresh: true," : " fresh: true ");
}
