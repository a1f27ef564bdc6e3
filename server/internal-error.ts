import type { InternalError } from "../protocol/engine.ts";
import type { Problem } from "../protocol/problem.ts";
import type { Range } from "../protocol/source.ts";

export interface InternalErrorPlace {
  readonly path: string;
  readonly range: Range;
  /** Who failed: a simulator's id, and the scenario if there is one. */
  readonly simulator: string;
  readonly scenario?: string;
}

/** A bug of ours as a problem: the user goes on working and can send us what we need. */
export function internalProblem(place: InternalErrorPlace, error: InternalError, version: string): Problem {
  const what = place.scenario === undefined ? "reading this file" : `checking \`${place.scenario}\``;
  return {
    code: "FL0001",
    severity: "error",
    message: `Internal error of Faultline while ${what}; nothing is known about it: please report it with the text of this diagnostic's report, and go on`,
    path: place.path,
    range: place.range,
    property: "FL0001",
    related: [],
    report: internalReport(place, error, version),
  };
}

/** An exception as plain data. */
export function describeError(error: unknown): InternalError {
  if (!(error instanceof Error)) return { message: String(error).slice(0, 1000) };
  return { message: error.message.slice(0, 1000), ...(error.stack ? { stack: error.stack.slice(0, 8000) } : {}) };
}

function internalReport({ simulator, scenario }: InternalErrorPlace, error: InternalError, version: string): string {
  return [
    `Faultline ${version}, simulator ${simulator}${scenario === undefined ? "" : `, scenario ${scenario}`}`,
    `Node ${process.versions.node}, ${process.platform}-${process.arch}`,
    ...frames(error),
  ].join("\n");
}

/** Where it happened in our own bundles. Messages may quote the user's text and folders name the user: both are left out. */
function frames({ stack, message }: InternalError): readonly string[] {
  const name = /^[A-Z]\w*/.exec(stack ?? "")?.[0] ?? "Error";
  const places = (stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  // Without a stack the message is one of our own process handling.
  return places.length === 0
    ? [message]
    : [name, ...places.map((line) => line.replace(/\(?(?:file:\/\/)?[^()\s]*[/\\]([^()/\\]+)\)?$/, "($1)"))];
}
