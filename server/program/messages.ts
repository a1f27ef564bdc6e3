import { resolve } from "node:path";
import { isOfPackage } from "./containment.ts";
import type { Location, Message } from "esbuild";
import type { Problem } from "../../protocol/problem.ts";
import type { SourceSpan } from "../../protocol/source.ts";
import { aliased, type Build, isEntrySpace, kindText, moduleOfLine, pluginName } from "./plugin.ts";

/** More of them help nobody. */
const maximumProblems = 20;

/**
 * What esbuild says is wrong with the user's code, as problems at the user's own places.
 *
 * @param folder Absolute: what esbuild's paths are relative to.
 * @param scenario Where a problem is shown that has no place in a file of the user's.
 */
export function problemsOf(messages: readonly Message[], folder: string, build: Build, scenario: SourceSpan): readonly Problem[] {
  return messages.slice(0, maximumProblems).map((message) => problemOf(message, folder, build, scenario));
}

function problemOf(message: Message, folder: string, build: Build, scenario: SourceSpan): Problem {
  const place = message.location && placeOf(message.location, folder, build);
  const text = textOf(message, build);
  const problem = { code: "FL0003", severity: "warning", property: "FL0003" } as const;
  const end = place || !isSyntax(message.text) ? undefined : endOf(message.location, folder, build);
  if (end) return { ...problem, message: "Syntax error: the file ends before everything that was opened is closed", ...end, related: [] };
  if (!place) return { ...problem, message: text, ...scenario, related: [] };
  // Code of a package is not the user's to mend.
  if (place.isOfPackage) return { ...problem, message: `${text} (in \`${place.span.path}\`)`, ...scenario, related: [related(place.span)] };
  return { ...problem, message: text, ...place.span, related: [] };
}

const related = (span: SourceSpan) => ({ message: "here", ...span });

interface Place {
  readonly span: SourceSpan;
  readonly isOfPackage: boolean;
}

function placeOf(location: Location, folder: string, build: Build): Place | undefined {
  if (isEntrySpace(location.namespace)) {
    const named = moduleOfLine(build, location.line - 1);
    return named && { span: named.span, isOfPackage: false };
  }
  if (location.namespace !== "" && location.namespace !== "file") return undefined;
  const file = resolve(folder, location.file);
  const loaded = build.loaded.get(file);
  const line = location.line - 1;
  const start = utf16Length(location.lineText, location.column);
  const end = Math.max(start + 1, utf16Length(location.lineText, location.column + location.length));
  if (!loaded) {
    if (!isOfPackage(file)) return undefined;
    const range = { start: { line, character: start }, end: { line, character: end } };
    return { span: { path: build.pathOf(file), range }, isOfPackage: true };
  }
  const from = loaded.placeOf(line, start);
  const to = loaded.placeOf(line, end);
  // What was put at the end of the entry is not the user's.
  return from && { span: { path: loaded.path, range: { start: from, end: to ?? from } }, isOfPackage: false };
}

/** What follows the user's text is ours, and in order: an error there means that the text itself has not come to its end. */
function endOf(location: Location | null, folder: string, build: Build): SourceSpan | undefined {
  const loaded = location && build.loaded.get(resolve(folder, location.file));
  if (!loaded) return undefined;
  const last = loaded.text.trimEnd().length;
  const end = loaded.positionOf(last);
  return { path: loaded.path, range: { start: loaded.positionOf(Math.max(0, last - 1)), end } };
}

/** esbuild counts bytes of UTF-8. */
const utf16Length = (line: string, bytes: number): number => Buffer.from(line).subarray(0, bytes).toString().length;

/** One sentence without a full stop that says what to do. */
function textOf({ text, pluginName: plugin, notes }: Message, build: Build): string {
  if (plugin === pluginName) return text;
  const unresolved = /^Could not resolve "(.*)"$/.exec(text)?.[1];
  if (unresolved !== undefined) return unresolvedText(unresolved, notes[0]?.text ?? "");
  const [, file, name] = /^No matching export in "(.*)" for import "(.*)"$/.exec(text) ?? [];
  const undeclared = aliased(name ?? "", build) ?? /^"(.*)" is not declared in this file$/.exec(text)?.[1];
  if (undeclared !== undefined) return `There is no \`${undeclared}\` at the top level of this file`;
  if (file !== undefined && name !== undefined) return `\`${file}\` has no export \`${name}\``;
  const kind = /^No loader is configured for ".*" files: (.*)$/.exec(text)?.[1];
  if (kind !== undefined) return kindText(kind);
  return `${isSyntax(text) ? "Syntax error" : "This cannot be bundled"}: ${text.replace(/^Syntax error /, "")}`;
}

const isSyntax = (text: string): boolean => /^(Expected|Unexpected|Unterminated|Invalid|Syntax error|Legacy|The symbol)/.test(text);

function unresolvedText(specifier: string, note: string): string {
  const what = `Cannot find module \`${specifier}\``;
  if (/is not exported by package/.test(note)) return `${what}: its package does not export it`;
  if (/^(\.{0,2}\/|\.{1,2}$)/.test(specifier)) return `${what}: there is no such file`;
  if (/^([@~]\/|#)/.test(specifier)) return `${what}: \`paths\` in tsconfig.json or \`imports\` in package.json should say where it is`;
  const name = /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[0] ?? specifier;
  return `${what}: run \`npm install ${name}\``;
}
