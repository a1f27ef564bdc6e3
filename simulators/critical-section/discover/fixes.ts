import type ts from "typescript";
import type { Code, Fix } from "../../../protocol/problem.ts";
import type { Range } from "../../../protocol/source.ts";
import { offsetAt } from "../../core/lines.ts";
import type { SourceUnit } from "../../core/simulator.ts";
import { awaitBeforeSection, readAfterAwait } from "./fix/awaits.ts";
import { endOnEveryPath } from "./fix/balance.ts";
import { moveEffectOut } from "./fix/effects.ts";
import { cachePromise } from "./fix/promise-cache.ts";
import { releaseInFinally } from "./fix/release.ts";
import { shareOneRun } from "./fix/share-run.ts";
import { nodeAt } from "./fix/runs.ts";
import { wrapEach, wrapInSection } from "./fix/wrap.ts";
import { enclosing } from "./paths.ts";
import { type Parsed, parse, type Stretch } from "../../core/source/parse.ts";

/** What a report knows beside the range of the problem. */
export interface FixDetails {
  /**
   * Other places of the same file that take part, in the order of the failing run: of a lost update the read, then the write;
   * of a broken invariant the steps that must not be seen apart.
   */
  readonly places?: readonly Range[];
  /** `model=async`, or CPUs whose sections run on: a section excludes nobody, so none is offered. */
  readonly isAsync?: boolean;
  /** Where threads can meet in the failing run, by the functions of the text in which they do: first the one to blame. */
  readonly meetings?: readonly Range[];
}

/**
 * The quick fixes for a problem: worked out of the text alone, so that they are there while a run is going on.
 * Empty when the text has another shape, or does not parse.
 *
 * @param range Of the problem.
 */
export function fixesFor(code: Code, unit: SourceUnit, range: Range, details: FixDetails = {}): readonly Fix[] {
  const parsed = parse(unit);
  if (!parsed || parsed.isBroken) return [];
  const stretch = (one: Range): Stretch => ({
    start: offsetAt(parsed.lines, unit.text, one.start),
    end: offsetAt(parsed.lines, unit.text, one.end),
  });
  const meetings = details.meetings?.map(stretch) ?? [];
  return fixesAt(code, parsed, stretch(range), details.places?.map(stretch) ?? [], details.isAsync ?? false, meetings);
}

/** The same in offsets. At most one fix is preferred. */
export function fixesAt(
  code: Code,
  parsed: Parsed,
  place: Stretch,
  places: readonly Stretch[] = [],
  isAsync = false,
  meetings: readonly Stretch[] = [],
): readonly Fix[] {
  const found = candidates(code, parsed, place, places, isAsync, meetings);
  const first = found.find(({ preferred }) => preferred);
  return found.map((fix) => {
    if (fix === first) return fix;
    const { preferred: _, ...rest } = fix;
    return rest;
  });
}

function candidates(
  code: Code,
  parsed: Parsed,
  place: Stretch,
  places: readonly Stretch[],
  isAsync: boolean,
  meetings: readonly Stretch[],
): readonly Fix[] {
  const all = places.length > 0 ? places : [place];
  const shared = () => {
    const cached = cachePromise(parsed, [place, ...places]);
    return cached.length > 0 ? cached : shareOneRun(parsed, [place, ...places]);
  };
  const wrap = () => (isAsync ? [] : wraps(parsed, place, all, meetings));
  switch (code) {
    case "FL1002":
    case "FL1022":
      return [...shared(), ...readAfterAwait(parsed, all), ...wrap()];
    case "FL1003":
    case "FL1023":
      return [...readAfterAwait(parsed, all), ...wrap()];
    case "FL1004":
      return [...readAfterAwait(parsed, places.length > 1 ? places : [place, place]), ...shared(), ...wrap()];
    case "FL1005":
      return moveEffectOut(parsed, place);
    case "FL1006":
      return awaitBeforeSection(parsed, place);
    case "FL1017":
      return endOnEveryPath(parsed, place);
    case "FL1021":
      return releaseInFinally(parsed, [place, ...places]);
    default:
      return [];
  }
}

/** From the smallest section to sections of all that takes part. */
function wraps(parsed: Parsed, place: Stretch, all: readonly Stretch[], meetings: readonly Stretch[]): readonly Fix[] {
  const groups = new Map<unknown, Stretch[]>();
  for (const meeting of [place, ...all, ...meetings]) {
    const fn = enclosing(parsed, nodeAt(parsed, meeting));
    groups.set(fn, [...(groups.get(fn) ?? []), meeting]);
  }
  const [own = [], ...others] = groups.values();
  if (meetings.length === 0) return wrapInSection(parsed, all);
  const outermost = outermostBody(parsed, place);
  return distinct([
    ...wrapInSection(parsed, all),
    ...wrapInSection(parsed, own),
    ...wrapEach(parsed, [own, ...others]),
    ...(outermost ? wrapInSection(parsed, outermost) : []),
  ]);
}

/** First and last statement of the outermost function around a place: what a run that ended at its first fault did not come to. */
function outermostBody(parsed: Parsed, place: Stretch): readonly Stretch[] | undefined {
  const { compiler, source } = parsed;
  let body: ts.Block | undefined;
  for (let node = nodeAt(parsed, place); !compiler.isSourceFile(node); node = node.parent)
    if (compiler.isBlock(node) && compiler.isFunctionLike(node.parent)) body = node;
  const [first, last] = [body?.statements[0], body?.statements.at(-1)];
  if (!first || !last) return undefined;
  return [first, last].map((statement) => ({ start: statement.getStart(source), end: statement.end }));
}

function distinct(fixes: readonly Fix[]): readonly Fix[] {
  return [...new Map(fixes.map((fix) => [JSON.stringify(fix.edits), fix])).values()];
}
