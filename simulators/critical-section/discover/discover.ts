import { nearest } from "../../core/nearest.ts";
import { rangeBetween } from "../../core/lines.ts";
import type { Discovery, Scenario, SourceUnit } from "../../core/simulator.ts";
import type { MachineModel, MachineOptions, Payload, ThreadDeclaration } from "../payload.ts";
import { awaitsInSections } from "./awaits.ts";
import { bindingsOf } from "./bindings.ts";
import { badTag, changeTo, type Complaint, problemOf } from "../../core/source/complaint.ts";
import { type Declarations, readDeclarations } from "./declarations.ts";
import { isForeignTag } from "../../core/source/foreign-tags.ts";
import { readEnvironment } from "../../core/source/environment.ts";
import { readMachine } from "./machine.ts";
import { mentionsSections, moduleName, nearTag, telling } from "./mentions.ts";
import { fixesAt } from "./fixes.ts";
import type { Owner } from "../../core/source/owners.ts";
import { type Parsed, parse } from "../../core/source/parse.ts";
import { unbalancedPaths } from "./paths.ts";
import { type Section, sectionsOf } from "./sections.ts";
import { taggedIn } from "../../core/source/tagged.ts";
import type { Tag } from "../../core/source/tags.ts";
import { isOurTag, tagNames, tagLanguage } from "./vocabulary.ts";
import { quote } from "../../core/source/words.ts";

/** Modules of TypeScript and JavaScript; not declaration files. */
export const claims = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);

/** The threads of a file as one scenario, and what can be said of its tags and sections without a run. */
export function discover(unit: SourceUnit): Discovery {
  if (!claims(unit.path) || !mentionsSections(unit.text)) return nothing;
  const parsed = parse(unit);
  if (!parsed) return nothing;
  const read = readFile(parsed);
  const findings = [...read.complaints, ...staticFindings(parsed, read)].map((complaint) => problemOf(parsed, complaint));
  if (read.declarations.threads.length === 0) return { scenarios: [], problems: findings };
  const { complaints } = read;
  const wrong = complaints.filter(({ code, severity }) => code === "FL0002" && severity === "error");
  const more = wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : "";
  const scenario = scenarioOf(unit, payloadOf(read));
  return {
    scenarios: [{ ...scenario, findings, ...(wrong[0] ? { notRun: { code: "FL0002", message: `${wrong[0].message}${more}` } } : {}) }],
    problems: [],
  };
}

const nothing: Discovery = { scenarios: [], problems: [] };

/** Is a file meant for us beyond doubt? Tags such as `@machine` and `@invariant` alone may be anybody's. */
const isOurs = (text: string, tags: readonly Tag[]): boolean =>
  text.includes(moduleName) || tags.some(({ name }) => telling.includes(name));

/** What the tags and section forms of a file say. */
interface ReadFile {
  readonly declarations: Declarations;
  readonly machine: MachineOptions;
  readonly environment: Payload["environment"];
  readonly sections: readonly Section[];
  readonly complaints: readonly Complaint[];
}

function readFile(parsed: Parsed): ReadFile {
  const complaints: Complaint[] = [];
  const { tags: all, ownerOf } = taggedIn(parsed, tagLanguage);
  const isSure = isOurs(parsed.text, all);
  const tags = isSure ? all.filter(({ name }) => isOurTag(name)) : [];
  const isThreaded = tags.some(({ name }) => name === "thread");
  // `@invariant` and `@finally` of a file with processes belong to the simulator of remote files.
  const isForeign = !isThreaded && all.some(({ name }) => name === "process");
  const own = isForeign ? tags.filter(({ name }) => !["invariant", "finally"].includes(name)) : tags;
  const machine = readMachine(parsed, own, complaints);
  // The environment is every simulator's: who runs the file complains.
  const environment = readEnvironment(own, isThreaded ? complaints : []);
  const declarations = readDeclarations(parsed, own, ownerOf, complaints);
  complaints.push(...misspeltTags(parsed, all, isSure, ownerOf), ...badCpus(tags, declarations.threads, machine));
  if (!isThreaded) complaints.push(...tagsWithoutThreads(own));
  const sections = sectionsOf(parsed, bindingsOf(parsed), declarations);
  return { declarations, machine, environment, sections, complaints: complaints.sort((a, b) => a.start - b.start) };
}

function misspeltTags(
  parsed: Parsed,
  tags: readonly Tag[],
  isSure: boolean,
  ownerOf: (tag: Tag) => Owner | undefined,
): readonly Complaint[] {
  return tags.flatMap((tag) => {
    if (isOurTag(tag.name) || isForeignTag(tag.name)) return [];
    const meant = isSure ? nearest(tag.name, tagNames) : ownerOf(tag)?.isTopLevel ? nearTag(tag.name) : undefined;
    if (meant === undefined) return [];
    const message = `\`@${tag.name}\` is no tag of Faultline's, so it has no effect; did you mean \`@${meant}\`?`;
    return [badTag(tag, "warning", message, [changeTo(parsed, tag, `@${meant}`)])];
  });
}

/** `cpu=3` on a machine of two. */
function badCpus(tags: readonly Tag[], threads: readonly ThreadDeclaration[], { cpus }: MachineOptions): readonly Complaint[] {
  if (threads.every(({ cpu }) => cpu < cpus)) return [];
  return tags
    .filter(({ name }) => name === "thread")
    .flatMap(({ words }) => words)
    .flatMap((word) => {
      const cpu = /^cpu=(\d{1,2})$/.exec(word.text)?.[1];
      if (cpu === undefined || Number(cpu) < cpus || Number(cpu) > 15) return [];
      const have = cpus === 1 ? "the machine has one CPU, number 0" : `the CPUs of the machine are 0 to ${cpus - 1}`;
      return [
        badTag(
          { start: word.start + "cpu=".length, end: word.end },
          "error",
          `CPU ${cpu}: ${have}; write \`@machine cpus=${Number(cpu) + 1}\` for more`,
        ),
      ];
    });
}

/** Without a thread nothing runs. `@env` may be meant for others; whole sections need no thread of this file. */
function tagsWithoutThreads(tags: readonly Tag[]): readonly Complaint[] {
  return tags
    .filter(({ name }) => !["env", "criticalSection"].includes(name))
    .map((tag) => badTag(tag, "warning", `${quote(`@${tag.name}`)} has no effect: no function of this file is tagged \`@thread\``));
}

function staticFindings(parsed: Parsed, { sections, declarations }: ReadFile): readonly Complaint[] {
  if (parsed.isBroken || sections.length === 0) return [];
  const bindings = bindingsOf(parsed);
  const names = new Set(declarations.threads.map(({ name }) => name));
  const found = [...awaitsInSections(parsed, sections), ...unbalancedPaths(parsed, bindings, sections, names)];
  return found.map((complaint) => ({ ...complaint, fixes: fixesAt(complaint.code, parsed, complaint) })).sort((a, b) => a.start - b.start);
}

function payloadOf({ declarations, machine, environment, sections }: ReadFile): Payload {
  const { threads, handlers, invariants, finals } = declarations;
  const hasSections = sections.length > 0;
  const usual: MachineModel = hasSections || threads.some(({ isAsync }) => !isAsync) ? "threads" : "async";
  return {
    threads,
    ...(handlers[0] ? { handler: handlers[0] } : {}),
    invariants,
    finals,
    machine: machine.isModelExplicit ? machine : { ...machine, model: usual },
    environment,
    hasSections,
  };
}

function scenarioOf({ path, text }: SourceUnit, payload: Payload): Omit<Scenario, "findings"> {
  const { threads, handler, invariants, finals } = payload;
  const names = [...threads, ...(handler ? [handler] : []), ...invariants, ...finals].map(({ name }) => name);
  return {
    simulator: "critical-section",
    name: scenarioName(path),
    path,
    range: threads[0]?.range ?? rangeBetween(Int32Array.of(0), 0, 0),
    inputs: [{ path, text }],
    payload,
    entry: { path, names: [...new Set(names)] },
  };
}

/** `ledger` for `src/ledger.ts`. */
export function scenarioName(path: string): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return file.replace(/\.[cm]?[jt]sx?$/, "") || file;
}
