import { readFileSync } from "node:fs";

/** What the system says of a process; null where it does not (only Linux does). */
export interface Activity {
  /** Processor time of all its threads, in ticks (1/100 s). */
  readonly ticks: number | null;
  /** Of all its threads, voluntary or not. */
  readonly switches: number | null;
  readonly isStopped: boolean;
}

/** @see proc(5): fields 14 and 15 of `stat`, `ctxt_switches` of each thread's `status`. */
export function activityOf(pid: number, threads: readonly number[] = [pid]): Activity {
  try {
    const [state = "", ...fields] = afterName(readFileSync(`/proc/${pid}/stat`, "latin1"));
    const ticks = Number(fields[10]) + Number(fields[11]);
    return { ticks, switches: threads.reduce((sum, thread) => sum + switchesOf(pid, thread), 0), isStopped: state === "T" };
  } catch {
    return { ticks: null, switches: null, isStopped: false };
  }
}

/** The fields behind the name, which may hold blanks and brackets itself. */
const afterName = (stat: string): readonly string[] => stat.slice(stat.lastIndexOf(")") + 2).split(" ");

function switchesOf(pid: number, thread: number): number {
  const status = readFileSync(`/proc/${pid}/task/${thread}/status`, "latin1");
  return [...status.matchAll(/ctxt_switches:\s+(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
}
