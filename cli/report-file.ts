import type { Report } from "../protocol/report.ts";
import type { Trace } from "../protocol/trace.ts";
import { type Check, count, isObject, list, object, oneOf, optional, string } from "../server/shape/check.ts";
import { problem, readOutcomeValue } from "../server/shape/outcome.ts";
import { range, readTraceValue } from "../server/shape/trace.ts";
import { readJson } from "./files/read-json.ts";
import { UsageError } from "./usage-error.ts";

export type Document = { readonly kind: "report"; readonly report: Report } | { readonly kind: "trace"; readonly trace: Trace };

/**
 * Reads a report or trace that somebody kept. What the formats do not know is ignored.
 * @param file As written on the command line; `-` is standard input.
 * @throws {UsageError} It cannot be read, or is neither: says why, and where in it.
 */
export function readDocument(file: string, cwd: string): Document {
  const value = readJson(file, cwd);
  const schema = isObject(value) ? value["schema"] : undefined;
  if (schema === "faultline-trace/1") {
    const read = readTraceValue(value);
    if ("wrong" in read) throw new UsageError(`${file}: no valid trace: ${read.wrong}`);
    return { kind: "trace", trace: read.trace };
  }
  if (schema !== "faultline-report/1") throw new UsageError(`${file}: ${otherSchema(schema)}`);
  const wrong = reportShape(value, "");
  if (wrong !== undefined) throw new UsageError(`${file}: no valid report: ${wrong}`);
  return { kind: "report", report: value as Report };
}

function otherSchema(schema: unknown): string {
  if (typeof schema !== "string")
    return "neither a report nor a trace of Faultline: make one with `faultline check --format json --output FILE`";
  return `has the schema ${schema}; this version reads faultline-report/1 and faultline-trace/1`;
}

const result: Check = (value, at) => {
  const wrong = resultHead(value, at);
  if (wrong !== undefined) return wrong;
  const outcome = readOutcomeValue(value);
  return "wrong" in outcome ? `${at}.${outcome.wrong}` : undefined;
};

const resultHead = object({
  simulator: string,
  scenario: string,
  path: string,
  range,
  inputs: string,
  reproduce: string,
  stats: object({ milliseconds: count }),
});

const reportShape = object({
  schema: oneOf("faultline-report/1"),
  version: string,
  seed: count,
  shard: optional(object({ index: count, of: count })),
  problems: list(problem),
  results: list(result),
});
