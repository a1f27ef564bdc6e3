import { percentile } from "../agent/counters.ts";
import type { Counters } from "../protocol/messages.ts";
import type { MemoryNodeReport } from "../protocol/process.ts";
import type { RunResult } from "./run.ts";

/** What `--stats` writes. */
export interface RunStats extends Omit<Counters, "readTimes" | "openTimes"> {
  readonly schema: "faultline-remote-files-run/1";
  readonly program: string;
  /** Exit status; null: not started. */
  readonly exit: number | null;
  readonly node: string;
  /** The first; all of them are in `memoryNodes` where there are several. */
  readonly memoryNode: MemoryNodeReport | null;
  readonly memoryNodes?: readonly MemoryNodeReport[];
  /** Null: none was measured. */
  readonly latencyMicroseconds: {
    readonly read: { readonly p50: number | null; readonly p99: number | null };
    readonly open: { readonly p50: number | null };
  };
  readonly escapes: readonly string[];
}

/** Undefined: there are no figures. */
export function statsOf({ exit, escapes, report }: RunResult, program: string): RunStats | undefined {
  if (!report) return undefined;
  const { counters, memoryNodes } = report;
  const { readTimes, openTimes, ...counts } = counters;
  const microseconds = (times: typeof readTimes, share: number): number | null => {
    const value = percentile(times, share);
    return value === undefined ? null : Math.round(value * 100) / 100;
  };
  return {
    schema: "faultline-remote-files-run/1",
    program,
    exit: exit ?? null,
    node: process.version,
    ...counts,
    memoryNode: memoryNodes[0] ?? null,
    ...(memoryNodes.length > 1 ? { memoryNodes } : {}),
    latencyMicroseconds: {
      read: { p50: microseconds(readTimes, 0.5), p99: microseconds(readTimes, 0.99) },
      open: { p50: microseconds(openTimes, 0.5) },
    },
    escapes,
  };
}
