import type ts from "typescript";
import { type Callable, callableOf } from "../../core/source/callable.ts";
import { rangeBetween } from "../../core/lines.ts";
import type { Invariant, Named, ThreadDeclaration } from "../payload.ts";
import { badTag, type Complaint } from "../../core/source/complaint.ts";
import { bareWords, readCount, readOptions, strayWord } from "./options.ts";
import type { FunctionNode, Owner } from "../../core/source/owners.ts";
import type { Parsed } from "../../core/source/parse.ts";
import type { Tag } from "../../core/source/tags.ts";
import { isAsync, isGenerator, requiredParameters, returnsPromise } from "../../core/source/functions.ts";
import { tagInfo } from "./vocabulary.ts";
import { quote } from "../../core/source/words.ts";

/** The functions that the tags of a file name, in the order of the file. */
export interface Declarations {
  readonly threads: readonly ThreadDeclaration[];
  readonly handlers: readonly Named[];
  readonly invariants: readonly Invariant[];
  readonly finals: readonly Named[];
  /** Functions that are sections as a whole. */
  readonly sections: readonly { readonly fn: FunctionNode; readonly tag: Tag }[];
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
  const threads: ThreadDeclaration[] = [];
  const handlers: Named[] = [];
  const invariants: Invariant[] = [];
  const finals: Named[] = [];
  const sections: { fn: FunctionNode; tag: Tag }[] = [];
  const roles = new Map<FunctionNode, Tag>();
  for (const tag of tags) {
    const info = tagInfo(tag.name);
    if (!info || info.place === "file") continue;
    const owner = ownerOf(tag);
    if (info.place === "function") {
      for (const word of tag.words) complaints.push(strayWord(parsed, tag, word));
      if (owner?.fn?.body) sections.push({ fn: owner.fn, tag });
      else if (!parsed.isBroken)
        complaints.push(
          badTag(
            tag,
            "error",
            `\`@${tag.name}\` stands on ${owner?.what ?? "nothing"}: it belongs directly before a function or method with a body`,
          ),
        );
      continue;
    }
    const callable = callableOf(parsed, tag, owner, info.name === "invariant" || info.name === "finally" ? "warning" : "error", complaints);
    if (!callable || !hasOneRole(tag, callable, roles, complaints)) continue;
    const named = { name: callable.name.text, range: rangeBetween(parsed.lines, callable.name.getStart(parsed.source), callable.name.end) };
    if (tag.name === "thread") threads.push({ ...named, ...readThread(parsed, tag, callable, complaints) });
    else if (tag.name === "interruptHandler") handlers.push(readHandler(parsed, tag, callable, named, handlers.length, complaints));
    else {
      const always = tag.name === "invariant" && tag.words.some(({ text }) => text === "always");
      readCondition(parsed, tag, callable, complaints);
      if (tag.name === "invariant") invariants.push({ ...named, always });
      else finals.push(named);
    }
  }
  return { threads, handlers, invariants, finals, sections };
}

/** A thread cannot be a handler or a condition as well; conditions may be both. */
function hasOneRole(tag: Tag, { fn, name }: Callable, roles: Map<FunctionNode, Tag>, complaints: Complaint[]): boolean {
  const first = roles.get(fn);
  roles.set(fn, first ?? tag);
  if (!first) return true;
  if (first.name === tag.name) {
    complaints.push(badTag(tag, "error", `${quote(name.text)} has two tags \`@${tag.name}\`: write all options behind one`));
    return false;
  }
  const isCondition = (other: Tag) => other.name === "invariant" || other.name === "finally";
  if (isCondition(first) && isCondition(tag)) return true;
  complaints.push(badTag(tag, "error", `${quote(name.text)} is tagged \`@${first.name}\` and \`@${tag.name}\`: it cannot be both`));
  return false;
}

function readThread(
  parsed: Parsed,
  tag: Tag,
  { fn, name, type }: Callable,
  complaints: Complaint[],
): Pick<ThreadDeclaration, "count" | "cpu" | "isAsync"> {
  refuseParameters(parsed, tag, fn, name, 0, "a thread is called without arguments", complaints);
  refuseGenerator(parsed, tag, fn, name, complaints);
  const options = readOptions(parsed, tag, complaints);
  return {
    count: readNumberOfThreads(parsed, tag, complaints),
    cpu: readCount(options.get("cpu"), 0, 15, complaints) ?? 0,
    isAsync: isAsync(parsed, fn) || returnsPromise(parsed, fn, type),
  };
}

/** More threads than this no exploration comes to an end with. */
const mostThreads = 64;

function readNumberOfThreads(parsed: Parsed, tag: Tag, complaints: Complaint[]): number {
  const [word, ...others] = bareWords(tag);
  for (const other of others) {
    complaints.push(
      /^x\d+$/.test(other.text) ? badTag(other, "error", "The number of threads is given twice") : strayWord(parsed, tag, other),
    );
  }
  if (!word) return 1;
  const count = /^x(\d{1,9})$/.exec(word.text)?.[1];
  if (count === undefined) complaints.push(strayWord(parsed, tag, word));
  else if (1 <= Number(count) && Number(count) <= mostThreads) return Number(count);
  else complaints.push(badTag(word, "error", `${quote(word.text)}: a function is run by 1 to ${mostThreads} threads`));
  return 1;
}

function readHandler(parsed: Parsed, tag: Tag, { fn, name }: Callable, named: Named, before: number, complaints: Complaint[]): Named {
  for (const word of tag.words) complaints.push(strayWord(parsed, tag, word));
  if (before > 0)
    complaints.push(badTag(tag, "error", `A second \`@interruptHandler\`: a scenario has one, and ${quote(name.text)} is not the first`));
  refuseParameters(parsed, tag, fn, name, 1, "a handler gets one argument, the interrupt", complaints);
  refuseGenerator(parsed, tag, fn, name, complaints);
  if (isAsync(parsed, fn))
    complaints.push(badTag(tag, "error", `The handler ${quote(name.text)} is async: its decision must be there when it returns`));
  return named;
}

function readCondition(parsed: Parsed, tag: Tag, { fn, name, type }: Callable, complaints: Complaint[]): void {
  for (const word of tag.words) if (tag.name !== "invariant" || word.text !== "always") complaints.push(strayWord(parsed, tag, word));
  refuseParameters(parsed, tag, fn, name, 0, "a condition is called without arguments", complaints);
  refuseGenerator(parsed, tag, fn, name, complaints);
  if (isAsync(parsed, fn) || returnsPromise(parsed, fn, type))
    complaints.push(
      badTag(tag, "error", `The condition ${quote(name.text)} returns a promise, which is always true: return the answer itself`),
    );
}

function refuseParameters(
  parsed: Parsed,
  tag: Tag,
  fn: FunctionNode,
  name: ts.Identifier,
  most: number,
  why: string,
  complaints: Complaint[],
): void {
  const required = requiredParameters(parsed, fn);
  const extra = required[most];
  if (extra) complaints.push(badTag(tag, "error", `${quote(name.text)} requires the parameter ${quote(extra.name.getText())}: ${why}`));
}

function refuseGenerator(parsed: Parsed, tag: Tag, fn: FunctionNode, name: ts.Identifier, complaints: Complaint[]): void {
  if (isGenerator(parsed, fn)) complaints.push(badTag(tag, "error", `${quote(name.text)} is a generator: a call of it runs nothing`));
}
