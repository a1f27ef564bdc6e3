import type { Position } from "../../../protocol/source.ts";
import { offersAt } from "../../core/config/complete.ts";
import { cursorInJson } from "../../core/config/cursor.ts";
import type { Completion, SourceUnit } from "../../core/simulator.ts";
import { cursorInYaml } from "./cursor-yaml.ts";
import { lineStarts, offsetAt, rangeBetween } from "./lines.ts";
import { formatOf } from "./parse.ts";
import { roleOf } from "./roles.ts";
import { multicastSchema } from "./schema.ts";
import { suggestions, switchNames } from "./suggestions.ts";

/** What may be written at a position of a JSON or YAML configuration: properties that are not there yet, values, names. */
export function completeMulticast(unit: SourceUnit, position: Position): readonly Completion[] {
  const format = formatOf(unit.path);
  if (!format) return [];
  const text = unit.text.startsWith("\uFEFF") ? ` ${unit.text.slice(1)}` : unit.text;
  const lines = lineStarts(text);
  const offset = offsetAt(lines, text, position);
  const cursor = format === "json" ? cursorInJson(text, offset) : cursorInYaml(text, offset);
  if (!cursor) return [];
  const range = rangeBetween(lines, cursor.start, cursor.end);
  const offers = offersAt(cursor, multicastSchema, format, {
    values: (at) => suggestions(roleOf(at.pointer), at),
    names: (around, root) =>
      around.join(".") === "limits.occupied" ? switchNames(root).map((name) => [name, { type: "integer" }] as const) : [],
  });
  return offers.map((offer) => ({ ...offer, range }));
}
