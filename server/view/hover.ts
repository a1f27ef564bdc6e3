import type { Result } from "../../protocol/report.ts";
import { containsPosition, type Position, type Range } from "../../protocol/source.ts";
import { boundsInWords, duration, verdictMarks, verdictWords } from "../export/words.ts";
import { type FileState, knownNow, type LastResult } from "../track.ts";

export interface Hover {
  readonly range: Range;
  /** Markdown. */
  readonly text: string;
}

/** What the results of a file say about a place: notes there, and on the line of a scenario what was checked. */
export function resultHover(file: FileState, position: Position): readonly Hover[] {
  return [...file.tracks.values()].flatMap((track): readonly Hover[] => {
    const known = knownNow(track);
    if (!known) return [];
    const { result } = known;
    const notes = (result.notes ?? []).filter((note) => note.kind === "hover" && containsPosition(note.range, position));
    const isOnScenario = containsPosition(track.scenario.range, position) && position.line === track.scenario.range.start.line;
    return [
      ...notes.map(({ range, text }) => ({ range, text })),
      ...(isOnScenario ? [{ range: track.scenario.range, text: describeKnown(known) }] : []),
    ];
  });
}

function describeKnown({ result, notDeeper }: LastResult): string {
  return [describeResult(result), ...(notDeeper === undefined ? [] : [escaped(notDeeper)])].join("\n\n");
}

/** What was checked, within which bounds, with what answer. */
export function describeResult(result: Result): string {
  const { scenario, verdict, reason, properties, stats, reproduce } = result;
  const bounds = boundsInWords(result);
  return [
    `**${escaped(scenario)}** ${verdictWords[verdict]}${reason ? `: ${escaped(reason.message)}` : ""}`,
    ...(properties.length === 0
      ? []
      : [properties.map(({ id, verdict }) => `- ${verdictMarks[verdict]} \`${id}\` ${verdictWords[verdict]}`).join("\n")]),
    ...(bounds.length === 0
      ? []
      : [`Bounds: ${bounds.map(escaped).join(" · ")}${0 < stats.milliseconds ? ` · ${duration(stats.milliseconds)}` : ""}`]),
    `\`${reproduce}\``,
  ].join("\n\n");
}

const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&");
