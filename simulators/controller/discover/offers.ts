import type ts from "typescript";
import type { Offer } from "../../core/simulator.ts";
import { type DocComment, docCommentsOf } from "../../core/source/comments.ts";
import { editOf } from "../../core/source/complaint.ts";
import { rangeBetween } from "../../core/lines.ts";
import { type Parsed, stretchOf } from "../../core/source/parse.ts";
import { lookAt } from "../static/look.ts";
import { docOf, newlineOf } from "./doc.ts";
import { evidenceIn } from "./evidence.ts";
import { extraction } from "./extract.ts";
import { guessKind } from "./guess.ts";
import type { Recognised } from "./recognised.ts";

/** For each function that is recognised and can be tagged: the tags. Nothing is run before they are there. */
export function offersFor(parsed: Parsed, recognised: readonly Recognised[]): readonly Offer[] {
  if (recognised.length === 0) return [];
  const look = lookAt(parsed);
  const evidence = evidenceIn(look);
  const comments = docCommentsOf(parsed);
  return recognised.flatMap((one): readonly Offer[] => {
    const { apiVersion = "example.com/v1", kind = "Kind" } = guessKind(look, one, evidence);
    const tags = [`@reconcile ${apiVersion} ${kind}`, `@sample ./${fileNameOf(kind)}.yaml`];
    const statement = statementOf(parsed, one.fn);
    const edits = statement
      ? one.takes === "object"
        ? [tagged(parsed, comments, statement, tags)]
        : []
      : extraction(look, one, kind, tags);
    const { start, end } = stretchOf(parsed, one.at);
    return edits.length === 0 ? [] : [{ title: "Verify as reconcile", range: rangeBetween(parsed.lines, start, end), edits }];
  });
}

/** `CacheCluster` → `cache-cluster`; of the placeholder the file is called like one. */
const fileNameOf = (kind: string): string => (kind === "Kind" ? "sample" : kind.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase());

/** The statement of the module that declares a function: tags stand before it. */
function statementOf({ compiler, source }: Parsed, fn: ts.Node): ts.Statement | undefined {
  return source.statements.find((statement) =>
    compiler.isVariableStatement(statement)
      ? statement.declarationList.declarations.length === 1 && statement.declarationList.declarations[0]?.initializer === fn
      : statement === fn,
  );
}

/** A comment of its own, or two more lines in the one that is there. */
function tagged(parsed: Parsed, comments: readonly DocComment[], statement: ts.Statement, tags: readonly string[]): Offer["edits"][number] {
  const { text, source } = parsed;
  const start = statement.getStart(source);
  const newline = newlineOf(text);
  const comment = comments.find(({ end }) => end <= start && /^[ \t]*(?:\r?\n[ \t]*)?$/.test(text.slice(end, start)));
  if (!comment) return editOf(parsed, start, start, `${docOf(tags, newline)}${newline}`);
  const from = comment.start + text.slice(comment.start, comment.end - 2).trimEnd().length;
  const lines = tags.map((tag) => `${newline} * ${tag}`).join("");
  return editOf(parsed, from, comment.end - 2, `${lines}${newline} `);
}
