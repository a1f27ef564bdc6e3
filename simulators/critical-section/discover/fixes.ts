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
import { wrapInSection } from "./fix/wrap.ts";
import { type Parsed, parse, type Stretch } from "../../core/source/parse.ts";

/** What a report knows beside the range of the problem. */
export interface FixDetails {
  /**
   * Other places of the same file that take part, in the order of the failing run: of a lost update the read, then the write;
   * of a broken invariant the steps that must not be seen apart.
   */
  readonly places?: readonly Range[];
  /** `model=async`: a section excludes nobody across an await, so none is offered. */
  readonly isAsync?: boolean;
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
  return fixesAt(code, parsed, stretch(range), details.places?.map(stretch) ?? [], details.isAsync ?? false);
}

/** The same in offsets. At most one fix is preferred. */
export function fixesAt(code: Code, parsed: Parsed, place: Stretch, places: readonly Stretch[] = [], isAsync = false): readonly Fix[] {
  const found = candidates(code, parsed, place, places, isAsync);
  const first = found.find(({ preferred }) => preferred);
  return found.map((fix) => {
    if (fix === first) return fix;
    const { preferred: _, ...rest } = fix;
    return rest;
  });
}

function candidates(code: Code, parsed: Parsed, place: Stretch, places: readonly Stretch[], isAsync: boolean): readonly Fix[] {
  const all = places.length > 0 ? places : [place];
  const shared = () => {
    const cached = cachePromise(parsed, [place, ...places]);
    return cached.length > 0 ? cached : shareOneRun(parsed, [place, ...places]);
  };
  const wrap = () => (isAsync ? [] : wrapInSection(parsed, all));
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
