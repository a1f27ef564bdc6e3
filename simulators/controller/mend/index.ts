import type { Code, Fix, Problem } from "../../../protocol/problem.ts";
import type { Outcome, SourceUnit } from "../../core/simulator.ts";
import { saidOnceAvailable } from "./available.ts";
import { bothWays } from "./both-ways.ts";
import { byTheCluster } from "./by-the-cluster.ts";
import { unchained } from "./chains.ts";
import { cloned } from "./cloned.ts";
import { declaredOwned, undeclaredOwned } from "./declared-owned.ts";
import { preconditions, sureDeletion } from "./deletion.ts";
import { eachByItself } from "./each-by-itself.ts";
import { withoutEvents } from "./events.ts";
import { surePatches } from "./finalizer-patches.ts";
import { rightFinalizer } from "./finalizers.ts";
import { followedGeneration } from "./followed.ts";
import { awaitedLoops } from "./for-each.ts";
import { freshReads } from "./fresh-reads.ts";
import { withoutGuards } from "./guards.ts";
import { keptWhileSame } from "./kept.ts";
import { liveCopy } from "./live-copy.ts";
import { liveResource } from "./live-resource.ts";
import { withoutMemory } from "./memory.ts";
import { expectedAnswers } from "./missing.ts";
import { onlyWanted } from "./only-wanted.ts";
import { comparedLast } from "./order.ts";
import { ownName } from "./own-name.ts";
import { ownNamespace } from "./own-namespace.ts";
import { ownedOnly } from "./owned.ts";
import { ownerReferences } from "./owner-reference.ts";
import { pruned } from "./pruned.ts";
import { replacedEntry } from "./replaced-entry.ts";
import { rethrown } from "./rethrow.ts";
import { roundedUp } from "./rounded-up.ts";
import { sameVersion } from "./same-version.ts";
import { lastingSelector } from "./selector.ts";
import { type Subject, subjectOf } from "./subject.ts";
import { sureStatus } from "./sure-status.ts";

/** More than this are not worth the runs that try them. */
const maximumAttempts = 6;

/** Attempts at a problem that a run has found, the best first: whether one mends it is for another run to say. */
export function mend(unit: SourceUnit, problem: Problem, outcome: Outcome): readonly Fix[] {
  const attempts = attemptsFor[problem.code];
  const subject = attempts && subjectOf(unit, problem, outcome);
  if (!subject) return [];
  const known = new Set<string>();
  const isNew = ({ edits }: Fix): boolean => known.size < known.add(JSON.stringify(edits)).size;
  const fixes: Fix[] = [];
  for (const attempt of attempts) {
    fixes.push(...attempt(subject).filter(isNew));
    if (fixes.length >= maximumAttempts) break;
  }
  return fixes.slice(0, maximumAttempts);
}

type Attempt = (subject: Subject) => readonly Fix[];

/** The fixes of static findings, each alone, and all of one code together. */
const ofFindings: Attempt = ({ findings }) => {
  const fixes = findings.flatMap(({ code, fixes: [first] = [] }) => (first && code.startsWith("FL21") ? [{ code, ...first }] : []));
  const alone = fixes.map(({ title, edits }): Fix => ({ title, edits }));
  return [...new Set(fixes.map(({ code }) => code))].flatMap((code): readonly Fix[] => {
    const all = fixes.filter((fix) => fix.code === code);
    const [first] = all;
    if (!first || all.length < 2) return alone.filter(({ title }) => title === first?.title);
    return [{ title: `${first.title} (in ${all.length} places)`, edits: all.flatMap(({ edits }) => edits) }];
  });
};

/** Neither the resource nor the object that is deleted may be another one than was seen. */
const liveAndSure: Attempt = (subject) => {
  const [live] = liveResource(subject);
  const sure = live ? preconditions(subject) : [];
  if (!live || sure.length === 0) return [];
  return [{ title: `${live.title}; delete only what was seen`, edits: [...live.edits, ...sure] }];
};

/** An object that is made once, and whose name is written down only where it belongs. */
const namedAndSure: Attempt = (subject) => {
  const [[name], [status]] = [ownName(subject), sureStatus(subject)];
  return name && status ? [{ title: `${name.title}; ${status.title.replace(/^W/, "w")}`, edits: [...name.edits, ...status.edits] }] : [];
};

/** What is compared rightly, and only then deleted: by the resource as it is now. */
const wantedOfLive: Attempt = (subject) => {
  const [[wanted], [live]] = [onlyWanted(subject), liveResource(subject)];
  if (!wanted || !live || !subject.calls.some(({ kind }) => kind === "delete")) return [];
  return [{ title: `${wanted.title}; ask the server for the resource first`, edits: [...wanted.edits, ...live.edits] }];
};

/** Only where the run shows that something was outdated. */
const live: Attempt = (subject) => (subject.actions.has("behind") || subject.actions.has("delete") ? liveResource(subject) : []);

const attemptsFor: Readonly<Partial<Record<Code, readonly Attempt[]>>> = {
  FL2001: [
    surePatches,
    expectedAnswers,
    onlyWanted,
    wantedOfLive,
    keptWhileSame,
    undeclaredOwned,
    lastingSelector,
    rethrown,
    unchained,
    ofFindings,
    liveCopy,
    freshReads,
    declaredOwned,
    withoutGuards,
  ],
  FL2002: [rethrown, unchained, onlyWanted, keptWhileSame, ownNamespace, withoutMemory, ofFindings, declaredOwned],
  FL2003: [withoutEvents, ownName, ofFindings, freshReads],
  FL2004: [
    ofFindings,
    rethrown,
    unchained,
    withoutMemory,
    byTheCluster,
    withoutEvents,
    eachByItself,
    comparedLast,
    ownName,
    sureStatus,
    namedAndSure,
    lastingSelector,
    onlyWanted,
    bothWays,
    pruned,
    rightFinalizer,
    ownedOnly,
    liveCopy,
    declaredOwned,
    withoutGuards,
    freshReads,
    live,
  ],
  FL2005: [sureDeletion, freshReads, liveCopy, liveResource, liveAndSure, sameVersion],
  FL2006: [ownedOnly, sureDeletion, ofFindings],
  FL2007: [ownerReferences, expectedAnswers, ownNamespace, rightFinalizer, rethrown, unchained, ofFindings, freshReads, live],
  FL2008: [rightFinalizer, expectedAnswers, surePatches, rethrown, ofFindings, liveCopy, freshReads],
  FL2009: [awaitedLoops, ofFindings, rethrown, unchained, withoutMemory, eachByItself, comparedLast, ownName, declaredOwned, withoutGuards],
  FL2010: [followedGeneration, saidOnceAvailable, liveCopy, freshReads, liveResource, ofFindings],
  FL2011: [ownName, replacedEntry],
  FL2012: [roundedUp, freshReads, liveCopy, liveResource, ownedOnly, sameVersion],
  FL2013: [roundedUp, bothWays, rightFinalizer, freshReads, rethrown, ofFindings],
  FL2106: [cloned],
};
