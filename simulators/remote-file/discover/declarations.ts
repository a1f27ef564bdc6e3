import type ts from "typescript";
import { type Callable, callableOf } from "../../core/source/callable.ts";
import { rangeBetween } from "../../core/lines.ts";
import { nearest } from "../../core/nearest.ts";
import { badTag, changeTo, type Complaint, editOf } from "../../core/source/complaint.ts";
import { isAsync, isExported, isGenerator, requiredParameters, returnsPromise } from "../../core/source/functions.ts";
import type { FunctionNode, Owner } from "../../core/source/owners.ts";
import { type Parsed, stretchOf } from "../../core/source/parse.ts";
import type { Tag, Word } from "../../core/source/tags.ts";
import { quote } from "../../core/source/words.ts";
import type { ObserverDeclaration, ProcessDeclaration } from "../payload.ts";
import { tagInfo } from "./vocabulary.ts";

/** The functions that the tags of a file name, in the order of the file. */
export interface Declarations {
  readonly processes: readonly TaggedProcess[];
  readonly observers: readonly TaggedObserver[];
}

export interface TaggedObserver extends ObserverDeclaration {
  readonly fn: FunctionNode;
}

export interface TaggedProcess extends ProcessDeclaration {
  readonly fn: FunctionNode;
  readonly tag: Tag;
  /** `NAME` of `node=NAME`; absent where it is not written: `node` is empty then. */
  readonly nodeWord?: Word;
}

/**
 * Reads the tags that stand on functions, and complains about those that stand elsewhere or on a function that does not fit.
 *
 * @param ownerOf What the comment of a tag stands before.
 */
export function readDeclarations(
  parsed: Parsed,
  tags: readonly Tag[],
  ownerOf: (tag: Tag) => Owner | undefined,
  complaints: Complaint[],
): Declarations {
  const processes: TaggedProcess[] = [];
  const observers: TaggedObserver[] = [];
  const roles = new Map<FunctionNode, Tag>();
  for (const tag of tags) {
    if (tag.name === "env") continue;
    const callable = callableOf(parsed, tag, ownerOf(tag), tag.name === "process" ? "error" : "warning", complaints);
    if (!callable || !hasOneRole(tag, callable, roles, complaints)) continue;
    const name = callable.name.text;
    const range = rangeBetween(parsed.lines, callable.name.getStart(parsed.source), callable.name.end);
    const named = { name, path: parsed.path, range, export: name };
    if (tag.name === "process") {
      checkProcess(parsed, tag, callable, complaints);
      const nodeWord = readNode(parsed, tag, complaints);
      processes.push({ ...named, node: nodeWord?.text ?? "", isModule: false, fn: callable.fn, tag, ...(nodeWord ? { nodeWord } : {}) });
    } else {
      checkObserver(parsed, tag, callable, complaints);
      observers.push({ ...named, kind: tag.name === "invariant" ? "invariant" : "finally", fn: callable.fn });
    }
  }
  return { processes, observers };
}

/** A process cannot be a condition as well; conditions may be both. */
function hasOneRole(tag: Tag, { fn, name }: Callable, roles: Map<FunctionNode, Tag>, complaints: Complaint[]): boolean {
  const first = roles.get(fn);
  roles.set(fn, first ?? tag);
  if (!first || (first.name !== tag.name && first.name !== "process" && tag.name !== "process")) return true;
  const message =
    first.name === tag.name
      ? `${quote(name.text)} has two tags \`@${tag.name}\`: ${tag.name === "process" ? "a function runs once, on one node" : "one is enough"}`
      : `${quote(name.text)} is tagged \`@${first.name}\` and \`@${tag.name}\`: it cannot be both`;
  complaints.push(badTag(tag, "error", message));
  return false;
}

function checkProcess(parsed: Parsed, tag: Tag, { fn, name, type }: Callable, complaints: Complaint[]): void {
  const [parameter] = requiredParameters(parsed, fn);
  if (parameter) {
    const message = `${quote(name.text)} requires the parameter ${quote(parameter.name.getText(parsed.source))}: a process is called without arguments`;
    complaints.push(badTag(tag, "error", message));
  }
  if (isGenerator(parsed, fn)) complaints.push(badTag(tag, "error", `${quote(name.text)} is a generator: a call of it runs nothing`));
  else if (!isAsync(parsed, fn) && !returnsPromise(parsed, fn, type))
    complaints.push(
      badTag(tag, "error", `The process ${quote(name.text)} is not async: a process is an exported async function`, [addAsync(parsed, fn)]),
    );
  mustBeExported(parsed, tag, fn, name, complaints);
}

function checkObserver(parsed: Parsed, tag: Tag, { fn, name, type }: Callable, complaints: Complaint[]): void {
  const what = tag.name === "invariant" ? "invariant" : "end condition";
  for (const word of tag.words)
    complaints.push(badTag(word, "error", `\`@${tag.name}\` does not take ${quote(word.text)}: it has no options`));
  const [, second] = requiredParameters(parsed, fn);
  if (second) {
    const why = "a condition takes at most one parameter, the values returned so far";
    complaints.push(
      badTag(tag, "error", `${quote(name.text)} requires the parameter ${quote(second.name.getText(parsed.source))}: ${why}`),
    );
  }
  if (isGenerator(parsed, fn)) complaints.push(badTag(tag, "error", `${quote(name.text)} is a generator: a call of it runs nothing`));
  else if (isAsync(parsed, fn) || returnsPromise(parsed, fn, type)) {
    const message = `The ${what} ${quote(name.text)} returns a promise, which is always true: read files with synchronous calls and return the answer itself`;
    complaints.push(badTag(tag, "error", message));
  }
  mustBeExported(parsed, tag, fn, name, complaints);
}

function mustBeExported(parsed: Parsed, tag: Tag, fn: FunctionNode, name: ts.Identifier, complaints: Complaint[]): void {
  if (isExported(parsed, name.text)) return;
  const { compiler, source } = parsed;
  let statement: ts.Node = fn;
  while (!compiler.isSourceFile(statement.parent)) statement = statement.parent;
  const start = statement.getStart(source);
  const fix = { title: "Add `export`", edits: [editOf(parsed, start, start, "export ")], preferred: true };
  complaints.push(badTag(tag, "error", `${quote(name.text)} is tagged \`@${tag.name}\`, but the module does not export it`, [fix]));
}

/** `async`, and the promise in the type that is written. */
function addAsync(parsed: Parsed, fn: FunctionNode): NonNullable<Complaint["fixes"]>[number] {
  const { compiler, source, text } = parsed;
  const keyword =
    compiler.isFunctionDeclaration(fn) || compiler.isFunctionExpression(fn)
      ? text.indexOf("function", fn.getStart(source))
      : fn.getStart(source);
  const type = fn.type && stretchOf(parsed, fn.type);
  const edits = [editOf(parsed, keyword, keyword, "async ")];
  if (type) edits.push(editOf(parsed, type.start, type.end, `Promise<${text.slice(type.start, type.end)}>`));
  return { title: "Add `async`", edits, preferred: true };
}

/** The value of `node=NAME`; everything else that stands behind the tag is complained about. */
function readNode(parsed: Parsed, tag: Tag, complaints: Complaint[]): Word | undefined {
  let found: Word | undefined;
  for (const word of tag.words) {
    const at = word.text.indexOf("=");
    const key = at === -1 ? word.text : word.text.slice(0, at);
    if (at === -1) complaints.push(strayWord(parsed, tag, word));
    else if (key !== "node") complaints.push(unknownOption(parsed, { text: key, start: word.start, end: word.start + at }));
    else if (found) complaints.push(badTag(word, "error", "`node` is given twice: a process runs on one node"));
    else found = { text: word.text.slice(at + 1), start: word.start + at + 1, end: word.end };
  }
  if (found?.text === "") {
    complaints.push(badTag({ start: found.start - "node=".length, end: found.end }, "error", "`node=` names no node"));
    return undefined;
  }
  const isNamed = found !== undefined || complaints.some(({ start, end }) => tag.end <= start && end <= (tag.words.at(-1)?.end ?? 0));
  if (!isNamed) complaints.push(badTag(tag, "error", "`@process` names no node: write `@process node=NAME`"));
  return found;
}

function unknownOption(parsed: Parsed, key: Word): Complaint {
  const meant = nearest(
    key.text,
    (tagInfo("process")?.options ?? []).map(({ name }) => name),
  );
  const hint = meant === undefined ? ": it takes `node`" : `; did you mean \`${meant}\`?`;
  return badTag(
    key,
    "error",
    `\`@process\` has no option ${quote(key.text)}${hint}`,
    meant === undefined ? [] : [changeTo(parsed, key, meant)],
  );
}

/** A bare word may be the name of the node. */
function strayWord(parsed: Parsed, tag: Tag, word: Word): Complaint {
  const isOnly = tag.words.length === 1 && /^[\w.-]+$/.test(word.text);
  const hint = isOnly
    ? `; did you mean \`node=${word.text}\`?`
    : ": it takes `node=NAME` (prose goes behind ` - `, or into a line of its own)";
  const fixes = isOnly ? [changeTo(parsed, word, `node=${word.text}`)] : [];
  return badTag(word, "error", `\`@process\` does not take ${quote(word.text)}${hint}`, fixes);
}
