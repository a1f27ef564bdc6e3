import type { Position } from "../../../protocol/source.ts";
import { offersAt, type Suggestion } from "../../core/config/complete.ts";
import { type Cursor, cursorInJson } from "../../core/config/cursor.ts";
import { hoverAt } from "../../core/config/hover.ts";
import { parseJsonc } from "../../core/config/jsonc.ts";
import { type ConfigNode, elementsOf, memberOf, type Pointer } from "../../core/config/node.ts";
import { lineStarts, offsetAt, rangeBetween } from "../../core/lines.ts";
import type { Completion, HoverText, SourceUnit } from "../../core/simulator.ts";
import { operationUs } from "../latency/cost.ts";
import { retryNanoseconds } from "../verbs/status.ts";
import { understandRemoteFiles } from "./index.ts";
import { presets, uncited } from "./presets.ts";
import { remoteFilesSchema } from "./schema.ts";

/** What may be written at a position of a configuration: properties that are not there yet, words, names of adapters and of memory nodes. */
export function completeRemoteFiles({ text: written }: SourceUnit, position: Position): readonly Completion[] {
  const text = withoutMark(written);
  const lines = lineStarts(text);
  const cursor = cursorInJson(text, offsetAt(lines, text, position));
  if (!cursor) return [];
  const range = rangeBetween(lines, cursor.start, cursor.end);
  return offersAt(cursor, remoteFilesSchema, "json", { values }).map((offer) => ({ ...offer, range }));
}

/** What the schema says of the property at a position; of an adapter its times, of the retries the stall that they lead to. */
export function hoverRemoteFiles({ path, text: written }: SourceUnit, position: Position): HoverText | undefined {
  const text = withoutMark(written);
  const lines = lineStarts(text);
  const { root } = parseJsonc(text);
  const meaningOf = (_: ConfigNode, pointer: Pointer): string | undefined => meaning(path, text, pointer);
  return hoverAt(root, lines, offsetAt(lines, text, position), remoteFilesSchema, { unitOf, meaningOf });
}

const withoutMark = (text: string): string => (text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text);

/** With the indices as `#`. */
const pathOf = (pointer: Pointer): string => pointer.map((step) => (typeof step === "number" ? "#" : step)).join(".");

function values({ root, pointer }: Cursor): readonly Suggestion[] {
  switch (pathOf(pointer)) {
    case "nodes.#.nic": {
      const own = memberOf(root, "nics");
      const names = own?.kind === "object" ? own.members.map((member) => member.key?.name ?? "") : [];
      const known = [...presets.keys()].map((value): Suggestion => ({ value, kind: "value", detail: "preset" }));
      return [...names.map((value): Suggestion => ({ value, kind: "reference", detail: "from `nics`" })), ...known];
    }
    case "files.#.node":
      return elementsOf(memberOf(root, "nodes")).flatMap((node): readonly Suggestion[] => {
        const [name, role] = [memberOf(node, "name"), memberOf(node, "role")];
        const isMemory = role?.kind === "string" && role.value === "memory";
        return isMemory && name?.kind === "string" ? [{ value: String(name.value), kind: "reference", detail: "memory node" }] : [];
      });
    case "files.#.path":
      return elementsOf(memberOf(root, "mounts")).flatMap((mount): readonly Suggestion[] => {
        const prefix = memberOf(mount, "prefix");
        return prefix?.kind === "string" ? [{ value: `${String(prefix.value)}/`, kind: "reference", detail: "mount" }] : [];
      });
    default:
      return [];
  }
}

function meaning(path: string, text: string, pointer: Pointer): string | undefined {
  const where = pathOf(pointer);
  if (!/^nodes\.#\.nic$|^qp(\.|$)/.test(where)) return undefined;
  const { configuration } = understandRemoteFiles(path, text);
  if (!configuration) return undefined;
  if (where.startsWith("qp")) {
    const stall = retryNanoseconds(configuration.queuePair) / 1e6;
    return `A node that is gone is noticed after ${stall < 10 ? stall.toFixed(3) : stall.toFixed(0)} ms (simulated).`;
  }
  const nic = configuration.nodes[Number(pointer[1])]?.nic;
  if (!nic) return undefined;
  const note = uncited.has(nic.name) ? "; typical values without a source" : "";
  return `Open ${nic.openUs} µs, read of 4 KiB ${operationUs(nic, 4096).toFixed(2)} µs (simulated${note}).`;
}

const unitOf = (pointer: Pointer): string | undefined =>
  units.get(pathOf(pointer.map((step) => (pointer[0] === "nics" && step === pointer[1] ? "*" : step))));

const units: ReadonlyMap<string, string> = new Map([
  ["mounts.#.regionSize", "bytes"],
  ["nodes.#.memory", "bytes"],
  ["nics.*.baseUs", "microseconds"],
  ["nics.*.openUs", "microseconds"],
  ["nics.*.setupUs", "microseconds"],
  ["nics.*.hopUsPerKiB", "microseconds per KiB"],
  ["nics.*.gigabytesPerSecond", "10^9 bytes per second"],
  ["nics.*.mops", "10^6 messages per second"],
  ["nics.*.mtu", "bytes"],
  ["files.#.zeros", "bytes"],
  ["lease.ms", "milliseconds"],
  ["lease.recycleGraceMs", "milliseconds"],
  ["deadlineMs", "milliseconds"],
]);
