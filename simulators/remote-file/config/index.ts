import type { Problem } from "../../../protocol/problem.ts";
import { type ConfigDocument, edit } from "../../core/config/edits.ts";
import { parseJsonc } from "../../core/config/jsonc.ts";
import type { ConfigTree } from "../../core/config/node.ts";
import { fixOf, problemOf } from "../../core/config/problems.ts";
import { makeSpans } from "../../core/config/spans.ts";
import { validate } from "../../core/config/validate.ts";
import { quote } from "../../core/config/words.ts";
import { lineStarts, rangeBetween } from "../../core/lines.ts";
import type { RemoteFiles } from "./model.ts";
import { readRemoteFiles } from "./read.ts";
import { remoteFilesRules } from "./schema.ts";

/** The name that is looked for, from the folder of a program upwards. */
export const configurationName = "faultline.remote-files.json";

/** May a file of this path be a configuration? `--config` takes any; those that are called `x.remote-files.json` are recognised in an editor. */
export const claimsConfiguration = (path: string): boolean => /(^|[/.])remote-files\.json$/.test(path);

/** What a configuration says. Without `configuration` the problems (FL4000, each at its token) say why nothing can be run with it. */
export interface Understood {
  readonly problems: readonly Problem[];
  readonly configuration?: RemoteFiles;
  /** For fixes; absent where the text is no JSON. */
  readonly document?: ConfigDocument;
}

/** Reads a configuration: JSON with comments and trailing commas, defaults filled in. Never throws on user text. */
export function understandRemoteFiles(path: string, text: string): Understood {
  // A mark at the start is no part of the text, but its place is.
  const plain = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  const tree = parseJsonc(plain);
  if (tree.problems.length > 0 || !tree.root) return { problems: unreadable(path, plain, tree) };
  const document: ConfigDocument = { path, text: plain, spans: makeSpans(tree.root, "json", lineStarts(plain)) };
  const broken = validate(document, tree.root, remoteFilesRules);
  return broken.length > 0 ? { problems: broken, document } : { ...readRemoteFiles(document, tree.root), document };
}

/** More syntax errors than this are echoes of the first ones. */
const mostSyntaxProblems = 20;

function unreadable(path: string, text: string, tree: ConfigTree): readonly Problem[] {
  const lines = lineStarts(text);
  const spans = { format: "json" as const, names: [], nodes: new Int32Array(0), bodies: new Int32Array(0), lines };
  const document: ConfigDocument = { path, text, spans };
  const problems = tree.problems.length > 0 ? tree.problems : [{ start: 0, end: 0, message: "There is no configuration here" }];
  return problems.slice(0, mostSyntaxProblems).map(({ start, end, message, insert }) =>
    problemOf(document, {
      code: "FL4000",
      severity: "error",
      message,
      range: rangeBetween(lines, start, end),
      fixes: insert ? [fixOf(`Insert ${quote(insert.text)}`, [edit(document, insert.at, insert.at, insert.text)], true)] : [],
    }),
  );
}
