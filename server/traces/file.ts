import { readFile, stat } from "node:fs/promises";
import type { Trace } from "../../protocol/trace.ts";
import { isObject } from "../shape/check.ts";
import { readTraceValue } from "../shape/trace.ts";

/** A larger file is no trace that anybody reads. */
const maximumBytes = 256 * 1024 * 1024;

/**
 * Reads a trace file (`faultline-trace/1`), or the first trace of a report.
 * @throws {Error} In words for the user: why it cannot be read.
 */
export async function readTraceFile(file: string): Promise<Trace> {
  const { size } = await stat(file).catch((error: NodeJS.ErrnoException) =>
    Promise.reject(new Error(`${file} cannot be read (${error.code ?? error.message})`)),
  );
  if (maximumBytes < size)
    throw new Error(`${file} has ${Math.round(size / 1024 / 1024)} MiB; traces over ${maximumBytes / 1024 / 1024} MiB are not read`);
  const read = readTraceValue(traceIn(parse(file, await readFile(file, "utf8"))));
  if ("wrong" in read) throw new Error(`${file} is no Faultline trace: ${read.wrong}`);
  return read.trace;
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (error) {
    throw new Error(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function traceIn(value: unknown): unknown {
  if (!isObject(value) || value["schema"] !== "faultline-report/1" || !Array.isArray(value["results"])) return value;
  const results: readonly unknown[] = value["results"];
  return results.flatMap((result) =>
    isObject(result) && Array.isArray(result["traces"]) ? (result["traces"] as readonly unknown[]) : [],
  )[0];
}
