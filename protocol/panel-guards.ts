/**
 * Is this message of the shape that `panel.ts` promises? Asked on both sides of the border to a webview.
 * Looks at everything that the receiver reaches for at once; the inside of traces is drawn as text whatever it is.
 */
import type { FromPanel, PanelState, ToPanel } from "./panel.ts";
import type { OpenTraceResult, ScenarioStatus, TraceRef, TraceWindow } from "./requests.ts";
import type { Range, SourceSpan } from "./source.ts";

export function isFromPanel(value: unknown): value is FromPanel {
  if (!isRecord(value)) return false;
  switch (value["kind"]) {
    case "ready":
      return optional(value["state"], isPanelState);
    case "want-window":
      return isText(value["key"]) && isIndex(value["from"]) && isIndex(value["to"]) && value["from"] <= value["to"];
    case "selected":
      return isIndex(value["step"]) && optional(value["at"], isSourceSpan);
    case "reveal":
      return isSourceSpan(value["at"]);
    case "run":
      return optional(value["status"], isScenarioStatus);
    case "explain":
      return isText(value["code"]) && /^FL\d{4}$/.test(value["code"]);
    case "copy":
      return isText(value["text"]);
    case "replay":
    case "stop":
    case "export":
    case "create-test":
    case "show-output":
      return true;
    default:
      return false;
  }
}

export function isToPanel(value: unknown): value is ToPanel {
  if (!isRecord(value)) return false;
  switch (value["kind"]) {
    case "show":
      return isOpenTraceResult(value["opened"]) && optional(value["step"], isIndex);
    case "window":
      return isText(value["key"]) && isTraceWindow(value["window"]);
    case "select":
      return isIndex(value["step"]);
    case "move":
      return isText(value["to"]) && moves.has(value["to"]);
    case "phase":
      return isText(value["phase"]) && phases.has(value["phase"]) && optional(value["status"], isScenarioStatus);
    case "replayed":
      return isText(value["text"]) && typeof value["isGood"] === "boolean";
    case "empty":
      return Array.isArray(value["scenarios"]) && value["scenarios"].every(isScenarioStatus);
    case "failed":
      return isText(value["message"]);
    default:
      return false;
  }
}

/** What a panel kept over a reload: of this or of an older version, or of somebody else. */
export function isPanelState(value: unknown): value is PanelState {
  return (
    isRecord(value) &&
    value["version"] === 1 &&
    isTraceRef(value["ref"]) &&
    isIndex(value["step"]) &&
    isArrayOf(value["folded"], isText) &&
    isArrayOf(value["unfoldedPods"], isIndex)
  );
}

export function isTraceRef(value: unknown): value is TraceRef {
  if (!isRecord(value) || !isText(value["uri"])) return false;
  switch (value["kind"]) {
    case "result":
      return isText(value["scenario"]) && isIndex(value["trace"]);
    case "subject":
      return isText(value["scenario"]) && value["subject"] !== undefined;
    case "file":
      return true;
    default:
      return false;
  }
}

export function isSourceSpan(value: unknown): value is SourceSpan {
  return isRecord(value) && isText(value["path"]) && isRange(value["range"]);
}

function isOpenTraceResult(value: unknown): value is OpenTraceResult {
  if (!isRecord(value) || !isText(value["key"]) || !isIndex(value["steps"])) return false;
  const { head, about, marks } = value;
  return (
    isRecord(head) &&
    isText(head["title"]) &&
    isArrayOf(head["lanes"], (lane) => isRecord(lane) && isText(lane["id"]) && isText(lane["title"])) &&
    isRecord(head["initial"]) &&
    isArrayOf(marks, (mark) => isRecord(mark) && isIndex(mark["step"]) && isText(mark["kind"])) &&
    isRecord(about) &&
    isText(about["verdict"]) &&
    isArrayOf(about["codes"], (code) => isRecord(code) && isText(code["code"]) && isText(code["title"])) &&
    isArrayOf(about["bounds"], isText) &&
    isTraceRef(about["ref"])
  );
}

function isTraceWindow(value: unknown): value is TraceWindow {
  return (
    isRecord(value) &&
    isIndex(value["from"]) &&
    isRecord(value["state"]) &&
    isArrayOf(value["steps"], (step) => isRecord(step) && isText(step["lane"]) && isText(step["message"]) && Array.isArray(step["changes"]))
  );
}

function isScenarioStatus(value: unknown): value is ScenarioStatus {
  return (
    isRecord(value) &&
    isText(value["uri"]) &&
    isText(value["scenario"]) &&
    isText(value["simulator"]) &&
    isText(value["phase"]) &&
    phases.has(value["phase"])
  );
}

function isRange(value: unknown): value is Range {
  return isRecord(value) && isPosition(value["start"]) && isPosition(value["end"]);
}

const isPosition = (value: unknown): boolean => isRecord(value) && isIndex(value["line"]) && isIndex(value["character"]);

const phases: ReadonlySet<string> = new Set(["idle", "queued", "running", "done", "obsolete", "cancelled", "crashed", "blocked"]);
const moves: ReadonlySet<string> = new Set(["next", "previous", "first", "last", "harm", "next-event", "previous-event"]);

type Fields = { readonly [name: string]: unknown };

const isRecord = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function isArrayOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function optional(value: unknown, isValue: (value: unknown) => boolean): boolean {
  return value === undefined || isValue(value);
}
