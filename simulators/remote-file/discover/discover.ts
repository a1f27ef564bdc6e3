import { badTag, changeTo, type Complaint, problemOf } from "../../core/source/complaint.ts";
import { readEnvironment } from "../../core/source/environment.ts";
import { isForeignTag } from "../../core/source/foreign-tags.ts";
import { rangeBetween } from "../../core/lines.ts";
import { nearest } from "../../core/nearest.ts";
import type { Owner } from "../../core/source/owners.ts";
import { type Parsed, parse, type Stretch } from "../../core/source/parse.ts";
import { taggedIn } from "../../core/source/tagged.ts";
import type { Tag } from "../../core/source/tags.ts";
import type { Discovery, InputFile, Scenario, SourceUnit } from "../../core/simulator.ts";
import { quote } from "../../core/source/words.ts";
import type { Problem, Related } from "../../../protocol/problem.ts";
import type { Note, Reason } from "../../../protocol/report.ts";
import { claimsConfiguration, configurationName, type Understood } from "../config/index.ts";
import type { Payload, ProcessDeclaration } from "../payload.ts";
import { lateDeadline } from "../static/deadline.ts";
import { type StaticFindings, staticFindings } from "../static/index.ts";
import { discoverConfiguration, understood } from "./configuration.ts";
import { type Declarations, readDeclarations, type TaggedProcess } from "./declarations.ts";
import { claimsModule, isMisspelt, mentionsFiles, mentionsProcesses } from "./mentions.ts";
import { withoutConfiguration } from "./missing.ts";
import { unknownNodes } from "./nodes.ts";
import { offersFor } from "./offers.ts";
import { isOurTag, tagLanguage, tagNames } from "./vocabulary.ts";

export const claims = (path: string): boolean => claimsModule(path) || claimsConfiguration(path);

/** The processes of a file as one scenario, and what can be said of its calls of `node:fs` without a run. */
export function discover(unit: SourceUnit): Discovery {
  if (claimsConfiguration(unit.path)) return discoverConfiguration(unit);
  if (!claimsModule(unit.path)) return nothing;
  const mayHaveProcesses = mentionsProcesses(unit.text);
  if (!mayHaveProcesses && !mentionsFiles(unit.text)) return nothing;
  const file = unit.nearest?.(configurationName);
  if (!mayHaveProcesses && !file) return nothing;
  const parsed = parse(unit);
  return parsed ? discoverIn(parsed, file) : nothing;
}

const nothing: Discovery = { scenarios: [], problems: [] };

function discoverIn(parsed: Parsed, file: InputFile | undefined): Discovery {
  const { declarations, environment, complaints } = readFile(parsed);
  const { processes } = declarations;
  const answer = file && understood(file);
  if (processes.length === 0) {
    const statics = staticsOf(parsed, answer, { processes: [], observers: [] });
    const problems = [...complaints, ...(statics?.complaints ?? [])].map((one) => problemOf(parsed, one));
    const offers = complaints.length === 0 && statics && answer?.configuration ? offersFor(parsed, answer.configuration, statics) : [];
    return { scenarios: [], problems, ...(offers.length > 0 ? { offers } : {}) };
  }
  const configured = file && answer ? nodesIn(parsed, processes, file, answer) : withoutConfiguration(parsed, processes);
  const own = [...complaints, ...configured.complaints].sort((a, b) => a.start - b.start);
  const statics = staticsOf(parsed, answer, declarations);
  const findings = [...own, ...(statics?.complaints ?? [])].map((one) => problemOf(parsed, one));
  const late =
    answer && statics
      ? lateDeadline(
          answer,
          statics.opens.map((open) => openedHere(parsed, open)),
        )
      : [];
  const notRun = reasonOf(own, configured.reason);
  const payload: Payload | undefined =
    file && answer?.configuration
      ? {
          configuration: answer.configuration,
          configurationPath: file.path,
          processes: processes.map(plainProcess),
          observers: declarations.observers.map(({ name, kind, path, range, export: exported }) => ({
            name,
            kind,
            path,
            range,
            export: exported,
          })),
          environment,
        }
      : undefined;
  return {
    scenarios: [scenarioOf(parsed, file, declarations, payload, [...findings, ...late], notesOf(parsed, statics), notRun)],
    problems: [],
  };
}

interface ReadFile {
  readonly declarations: Declarations;
  readonly environment: Payload["environment"];
  readonly complaints: readonly Complaint[];
}

function readFile(parsed: Parsed): ReadFile {
  const complaints: Complaint[] = [];
  const { tags: all, ownerOf } = taggedIn(parsed, tagLanguage);
  const isOurs = all.some(({ name }) => name === "process");
  complaints.push(...misspelt(parsed, all, isOurs, ownerOf));
  if (!isOurs) return { declarations: { processes: [], observers: [] }, environment: [], complaints };
  const tags = all.filter(({ name }) => isOurTag(name));
  const declarations = readDeclarations(parsed, tags, ownerOf, complaints);
  const environment = readEnvironment(tags, complaints);
  return { declarations, environment, complaints: complaints.sort((a, b) => a.start - b.start) };
}

/** Beside `@process` any near miss is meant for us; elsewhere only what is one slip from it. */
function misspelt(parsed: Parsed, tags: readonly Tag[], isOurs: boolean, ownerOf: (tag: Tag) => Owner | undefined): readonly Complaint[] {
  return tags.flatMap((tag) => {
    if (isOurTag(tag.name)) return [];
    const near = isMisspelt(tag.name) ? "process" : undefined;
    if (near === undefined && isForeignTag(tag.name)) return [];
    const meant = isOurs ? (near ?? nearest(tag.name, tagNames)) : ownerOf(tag)?.isTopLevel ? near : undefined;
    if (meant === undefined) return [];
    const message = `\`@${tag.name}\` is no tag of Faultline's, so it has no effect; did you mean \`@${meant}\`?`;
    return [badTag(tag, "warning", message, [changeTo(parsed, tag, `@${meant}`)])];
  });
}

/** What the configuration says of the processes: complaints of the file, and why nothing can be run. */
export interface Configured {
  readonly complaints: readonly Complaint[];
  readonly reason?: Reason;
}

function nodesIn(parsed: Parsed, processes: readonly TaggedProcess[], file: InputFile, answer: Understood): Configured {
  const { configuration, problems } = answer;
  if (configuration) return { complaints: unknownNodes(parsed, processes, configuration, file.path) };
  const [first, ...others] = problems;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  const place = first ? `:${first.range.start.line + 1}: ${first.message}${more}` : "";
  return { complaints: [], reason: { code: "FL4000", message: `${file.path}${place}` } };
}

const plainProcess = ({ name, node, path, range, export: exported, isModule }: TaggedProcess): ProcessDeclaration => ({
  name,
  node,
  path,
  range,
  export: exported,
  isModule,
});

/** Nothing is said of half-typed code, or where the mounts are not known. */
function staticsOf(parsed: Parsed, answer: Understood | undefined, { processes, observers }: Declarations): StaticFindings | undefined {
  if (!answer?.configuration || parsed.isBroken) return undefined;
  const aside = observers.map(({ fn }) => fn);
  return staticFindings(parsed, answer.configuration, processes, { aside, ...(answer.document ? { document: answer.document } : {}) });
}

/** What opens and loops cost. */
const notesOf = ({ lines }: Parsed, statics: StaticFindings | undefined): readonly Note[] =>
  (statics?.costs ?? []).map(({ start, end, text }) => ({ kind: "lens", range: rangeBetween(lines, start, end), text }));

const openedHere = ({ path, lines }: Parsed, { start, end }: Stretch): Related => ({
  message: "a file is opened here",
  path,
  range: rangeBetween(lines, start, end),
});

function reasonOf(complaints: readonly Complaint[], configured: Reason | undefined): Reason | undefined {
  const wrong = complaints.filter(({ code, severity }) => (code === "FL0002" || code === "FL4000") && severity === "error");
  const [first] = wrong;
  const more = wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : "";
  return first ? { code: first.code, message: `${first.message}${more}` } : configured;
}

function scenarioOf(
  { path, text }: Parsed,
  file: InputFile | undefined,
  { processes, observers }: Declarations,
  payload: Payload | undefined,
  findings: readonly Problem[],
  notes: readonly Note[],
  notRun: Reason | undefined,
): Scenario {
  const names = [...processes, ...observers].map(({ name }) => name);
  const [first] = processes;
  if (!first) throw new Error(`no process in ${quote(path)}`);
  return {
    simulator: "remote-file",
    name: scenarioName(path),
    path,
    range: first.range,
    inputs: [{ path, text }, ...(file ? [file] : [])],
    findings,
    ...(notes.length > 0 ? { notes } : {}),
    payload,
    entry: { path, names: [...new Set(names)] },
    ...(notRun ? { notRun } : {}),
  };
}

/** `ledger` for `src/ledger.ts`. */
function scenarioName(path: string): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return file.replace(/\.[cm]?[jt]sx?$/, "") || file;
}
