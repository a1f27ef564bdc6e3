import { nearest } from "../../core/nearest.ts";
import type { Reason } from "../../../protocol/report.ts";
import type { AssetName, Discovery, Insertion, Offer, Scenario, SourceUnit } from "../../core/simulator.ts";
import { docCommentsOf } from "../../core/source/comments.ts";
import { badTag, changeTo, type Complaint, problemOf } from "../../core/source/complaint.ts";
import { readEnvironment } from "../../core/source/environment.ts";
import { isForeignTag } from "../../core/source/foreign-tags.ts";
import type { FunctionNode } from "../../core/source/owners.ts";
import { type Parsed, parse } from "../../core/source/parse.ts";
import { isOneSlip } from "../../core/source/slip.ts";
import { type Tag, tagsOf } from "../../core/source/tags.ts";
import type { Payload } from "../payload.ts";
import { staticFindings } from "../static/index.ts";
import { moduleName, readDefined } from "./defined.ts";
import { entryPointOf } from "./entry-point.ts";
import type { Found } from "./found.ts";
import { offersFor } from "./offers.ts";
import { clientPackage, type Recognised, recognise } from "./recognised.ts";
import { readTagged } from "./tagged.ts";
import { isOurTag, tagLanguage, tagNames } from "./vocabulary.ts";

/** Modules of TypeScript and JavaScript; not declaration files. */
export const claims = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);

const telling = /@reconcil|@reconsile/i;

/** May a text hold a controller? Cheap: decides whether the compiler is loaded. */
export const mentionsControllers = (text: string): boolean => speaksOfUs(text) || mayReconcile(text);

const speaksOfUs = (text: string): boolean => text.includes(moduleName) || telling.test(text);

/** May it hold one without tags? */
const mayReconcile = (text: string): boolean =>
  (text.includes(clientPackage) && /\breconcile|\bmakeInformer\b|\bListWatch\b|\bInformer\b|\bWatch\b/.test(text)) ||
  (/["']pepr["']/.test(text) && /\breconcile|\.Reconcile\b/.test(text));

/** The controllers of a file, each a scenario, and what can be said of them without a run. */
export function discover(unit: SourceUnit): Discovery {
  if (!claims(unit.path) || !mentionsControllers(unit.text)) return { scenarios: [], problems: [] };
  const parsed = parse(unit);
  if (!parsed) return { scenarios: [], problems: [] };
  const complaints: Complaint[] = [];
  const { found, environment, offers } = readFile(parsed, complaints);
  const own = complaints.sort((a, b) => a.start - b.start);
  if (found.length === 0) {
    const problems = own.map((complaint) => problemOf(parsed, complaint));
    return { scenarios: [], problems, ...(offers.length > 0 ? { offers } : {}) };
  }
  return {
    scenarios: found.map((one, index) => scenarioOf(parsed, found, index, environment, complaintsFor(own, found, one))),
    problems: [],
  };
}

/** What gives reconcile functions that have no name of their own one, by which the bundle exports them. */
export function instrument(unit: SourceUnit): readonly Insertion[] {
  if (!claims(unit.path) || !telling.test(unit.text)) return [];
  const parsed = parse(unit);
  if (!parsed) return [];
  return docCommentsOf(parsed).flatMap((comment) => {
    if (!tagsOf(parsed.text, comment, tagLanguage).some(({ name }) => name === "reconcile")) return [];
    const point = entryPointOf(parsed, comment);
    return "what" in point ? [] : point.insertions;
  });
}

interface ReadFile {
  readonly found: readonly Found[];
  readonly environment: readonly (readonly [string, string])[];
  /** Where the file has no controller, but functions that look like one. */
  readonly offers: readonly Offer[];
}

function readFile(parsed: Parsed, complaints: Complaint[]): ReadFile {
  const comments = docCommentsOf(parsed).map((comment) => ({ comment, tags: tagsOf(parsed.text, comment, tagLanguage) }));
  const found: Found[] = [];
  for (const { comment, tags } of comments) {
    const isOurs = tags.some(({ name }) => name === "reconcile");
    complaints.push(...misspelt(parsed, tags, isOurs));
    if (!isOurs) continue;
    const main = tags.filter(({ name }) => name === "reconcile");
    if (main[1]) complaints.push(badTag(main[1], "error", "`@reconcile` is given twice: a function reconciles one kind"));
    const one = readTagged(
      parsed,
      tags.filter(({ name }) => isOurTag(name)),
      comment,
      complaints,
    );
    if (one) found.push(one);
  }
  found.push(...readDefined(parsed, complaints));
  found.sort((a, b) => a.start - b.start);
  const recognised = found.length === 0 && !comments.some(({ tags }) => tags.some(isMeantForUs)) ? recognise(parsed) : [];
  if (recognised.length > 0 || speaksOfUs(parsed.text))
    complaints.push(...staticFindings(parsed, [...found.flatMap(({ fn }) => fn ?? []), ...eventFunctions(recognised)]));
  const all = comments.flatMap(({ tags }) => tags).filter(({ name }) => name === "env");
  return { found, environment: readEnvironment(all, found.length > 0 ? complaints : []), offers: offersFor(parsed, recognised) };
}

/** Tags that are wrong are mended, not written a second time. */
const isMeantForUs = ({ name }: Tag): boolean => telling.test(`@${name}`);

const eventFunctions = (recognised: readonly Recognised[]): readonly FunctionNode[] =>
  recognised.flatMap(({ fn, takes }) => (takes === "object" ? fn : []));

/** Beside `@reconcile` any near miss is meant for us; elsewhere only `@reconsile` is. */
function misspelt(parsed: Parsed, tags: readonly Tag[], isOurs: boolean): readonly Complaint[] {
  return tags.flatMap((tag) => {
    if (isOurTag(tag.name) || isForeignTag(tag.name)) return [];
    const meant = isOurs ? nearest(tag.name, tagNames) : isOneSlip(tag.name.toLowerCase(), "reconcile") ? "reconcile" : undefined;
    if (meant === undefined) return [];
    const message = `\`@${tag.name}\` is no tag of Faultline's, so it has no effect; did you mean \`@${meant}\`?`;
    return [badTag(tag, "warning", message, [changeTo(parsed, tag, `@${meant}`)])];
  });
}

/** Of several controllers each has the complaints between the end of the one before and its own; the last has the rest, too. */
function complaintsFor(complaints: readonly Complaint[], found: readonly Found[], one: Found): readonly Complaint[] {
  const index = found.indexOf(one);
  const before = found[index - 1]?.start ?? -1;
  const isLast = index === found.length - 1;
  return complaints.filter(({ start }) => before < start && (isLast || start <= one.start));
}

function scenarioOf(
  parsed: Parsed,
  found: readonly Found[],
  index: number,
  environment: ReadFile["environment"],
  complaints: readonly Complaint[],
): Scenario {
  const { path, text } = parsed;
  const one = found[index] as Found;
  const reason = reasonOf(one, complaints);
  return {
    simulator: "controller",
    name: nameOf(path, found, index),
    path,
    range: one.range,
    inputs: [{ path, text }],
    findings: complaints.map((complaint) => problemOf(parsed, complaint)),
    payload: one.payload ? { ...one.payload, environment } : undefined,
    ...(one.payload ? { entry: { path, names: [one.payload.entry], assets: assetsOf(one.payload), packages: [clientPackage] } } : {}),
    ...(reason ? { notRun: reason } : {}),
  };
}

/** Why it cannot be run. */
function reasonOf({ payload }: Found, complaints: readonly Complaint[]): Reason | undefined {
  const wrong = complaints.filter(({ code, severity }) => code === "FL0002" && severity === "error");
  const more = wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : "";
  if (wrong[0]) return { code: "FL0002", message: `${wrong[0].message}${more}` };
  if (payload) return undefined;
  const syntax = complaints.find(({ code }) => code === "FL0003");
  return syntax ? { code: "FL0003", message: syntax.message } : { code: "FL0002", message: "its tags cannot be read" };
}

const assetsOf = ({ sample, crd }: Payload): readonly AssetName[] => [sample, crd].flatMap((asset) => asset ?? []);

/** A definition has its own name, a function alone in its file the file's: unique in the file. */
function nameOf(path: string, found: readonly Found[], index: number): string {
  const one = found[index] as Found;
  const isTagged = one.payload?.style !== "defined";
  const file = path.slice(path.lastIndexOf("/") + 1).replace(/\.[cm]?[jt]sx?$/, "");
  const wanted = isTagged && found.length === 1 && file !== "" ? file : one.name;
  const twins = found.slice(0, index).filter(({ name }) => name === one.name).length;
  return twins === 0 ? wanted : `${wanted}#${twins + 1}`;
}
