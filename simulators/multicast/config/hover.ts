import type { Position } from "../../../protocol/source.ts";
import { hoverAt } from "../../core/config/hover.ts";
import type { Pointer } from "../../core/config/node.ts";
import type { HoverText, SourceUnit } from "../../core/simulator.ts";
import { lineStarts, offsetAt } from "./lines.ts";
import { meaningOf } from "./meaning.ts";
import { formatOf } from "./parse.ts";
import { readTree } from "./recent.ts";
import { multicastSchema } from "./schema.ts";

/** What the schema says of the property at a position, and what its value stands for in this configuration. */
export function hoverMulticast(unit: SourceUnit, position: Position): HoverText | undefined {
  const format = formatOf(unit.path);
  if (!format) return undefined;
  const { root } = readTree(unit.path, format, unit.text);
  const lines = lineStarts(unit.text);
  return hoverAt(root, lines, offsetAt(lines, unit.text, position), multicastSchema, { unitOf, meaningOf });
}

function unitOf(pointer: Pointer): string | undefined {
  const names = pointer.filter((step) => typeof step === "string");
  return units.get(names.join(".")) ?? units.get(names.slice(0, -1).join("."));
}

/** Of properties, or of all properties of an object (docs/multicast/specification.md §7). */
const units: ReadonlyMap<string, string> = new Map([
  ["topology.linkGbps", "Gbit/s, each direction"],
  ["topology.mtu", "bytes of the whole frame, outer 50 included"],
  ["topology.hopMicroseconds", "microseconds"],
  ["limits.headerBytes", "bytes"],
  ["limits.redundancy", "bits per rule"],
  ["limits.leafTable", "entries"],
  ["limits.spineTable", "entries"],
  ["limits.occupied", "entries"],
  ["limits.updatesPerSecond", "updates per second and switch"],
  ["groups.expectSpurious", "hosts per sender"],
  ["streams.intervalMs", "milliseconds"],
  ["streams.bytes", "bytes of the inner frame"],
  ["streams.maxAgeMs", "milliseconds"],
  ["churn.eventsPerSecond", "events per second"],
  ["installed.headers.bits", "bits"],
]);
