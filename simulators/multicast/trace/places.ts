import type { SourceSpan } from "../../../protocol/source.ts";
import { causeOf } from "../check/blame.ts";
import { failureAt, nameOf, rangeAt } from "../check/draft.ts";
import { type ConfigDocument, hasPointer, type Pointer } from "../config/index.ts";
import type { PartRead } from "../explain.ts";
import type { PacketEvent } from "./events.ts";
import type { PacketRun } from "./run.ts";
import { hopAt, parentOf } from "./words.ts";

/** Where things stand in the configuration. */
export type Places = ConfigDocument;

/** What in the configuration makes this happen; undefined: nothing in particular. */
export function placeOfEvent(run: PacketRun, event: PacketEvent, document: Places): SourceSpan | undefined {
  const pointers = pointersOf(run, event, document);
  return pointers.length === 0 ? undefined : { path: document.path, range: rangeAt(document, pointers) };
}

function pointersOf(run: PacketRun, event: PacketEvent, document: Places): readonly Pointer[] {
  switch (event.kind) {
    case "compute":
    case "update":
    case "cut":
      return [nameOf(run.group)];
    case "fail":
      return run.failure ? failureAt(run.failure.entry) : [];
    case "look-up":
      return lookUpAt(run);
    case "oversize":
      return run.stream
        ? [
            ["streams", run.stream.index, "bytes"],
            ["streams", run.stream.index],
          ]
        : [];
    case "hop":
      return event.hop === 0 && run.stream ? [["streams", run.stream.index, "group"]] : ruleAt(run, event, parentOf(run, event), document);
    case "drop":
    case "stuck":
    case "omit":
      return ruleAt(run, event, hopAt(run, event), document);
    case "deliver":
      return [];
  }
}

function lookUpAt({ answer, group }: PacketRun): readonly Pointer[] {
  const installed = answer.frames.find((frame) => frame.installed)?.installed;
  return installed ? [["installed", "headers", installed.index]] : [nameOf(group)];
}

/** What the switch used, where it was written by hand. */
function ruleAt(
  run: PacketRun,
  { frame }: { readonly frame: number },
  arrival: ReturnType<typeof hopAt> | undefined,
  document: Places,
): readonly Pointer[] {
  const told = run.told[frame];
  if (!told || !arrival) return [];
  const cause = causeOf(told, arrival, run.group.index);
  if (cause.kind === "rule") return [["installed", "rules", cause.index, "ports"]];
  if (cause.kind === "group") return [["groups", cause.index, "name"]];
  if (cause.kind !== "header") return [];
  const header: Pointer = ["installed", "headers", cause.index];
  const part = arrival.reads && partAt(header, arrival.reads, document);
  return part ? [part, header] : [header];
}

function partAt(header: Pointer, { part, row = 0 }: PartRead, document: Places): Pointer | undefined {
  switch (part) {
    case "UL":
      return [...header, "leaf"];
    case "US":
      return [...header, "spine"];
    case "DC":
      return [...header, "pods"];
    case "DS":
      return ruleOrDefault(document, [...header, "podRules", row], [...header, "podDefault"]);
    case "DL":
      return ruleOrDefault(document, [...header, "leafRules", row], [...header, "leafDefault"]);
    case "type":
      return undefined;
  }
}

const ruleOrDefault = (document: Places, rule: Pointer, otherwise: Pointer): Pointer =>
  hasPointer(document.spans, rule) ? rule : otherwise;
