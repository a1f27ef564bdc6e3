import type { Trace } from "../../../protocol/trace.ts";
import { set, stepsIn } from "./parts.ts";

const path = "src/transfer.ts";
const step = stepsIn(path);

/** Three threads, three locks, each waits for the next: nobody can go on. */
export function deadlock(): Trace {
  const threads = ["t1", "t2", "t3"];
  const locks = ["a", "b", "c"];
  const next = (index: number): string => locks[(index + 1) % 3] ?? "";
  const holder = (index: number): string => threads[(index + 1) % 3] ?? "";
  const takes = threads.map((thread, cpu) =>
    step(`cpu${cpu}`, "write", `${thread} takes the lock of ${locks[cpu]}`, 12, {
      short: `takes ${locks[cpu]}`,
      changes: [set(["locks", locks[cpu] ?? ""], 0, thread)],
    }),
  );
  const reads = threads.map((thread, cpu) =>
    step(`cpu${cpu}`, "read", `${thread} reads \`${locks[cpu]}: 100\``, 13, { short: `\`${locks[cpu]}: 100\`` }),
  );
  const waits = threads.map((thread, cpu) =>
    step(`cpu${cpu}`, "wait", `${thread} waits for the lock of ${next(cpu)}, which ${holder(cpu)} holds`, 14, {
      short: `waits for ${next(cpu)}`,
      changes: [set([thread, "waits for"], undefined, next(cpu))],
      ...(cpu === 2 ? { harm: true } : {}),
    }),
  );
  return {
    schema: "faultline-trace/1",
    simulator: "critical-section",
    scenario: "transfer",
    path,
    inputs: "sha256:4",
    property: "progress",
    title: "t1, t2 and t3 each hold one lock and wait for the next, so that no transfer ever ends.",
    lanes: threads.map((_, cpu) => ({ id: `cpu${cpu}`, title: `CPU ${cpu}`, group: "CPU" })),
    initial: { a: 100, b: 100, c: 100, locks: { a: 0, b: 0, c: 0 }, t1: { cpu: 0 }, t2: { cpu: 1 }, t3: { cpu: 2 } },
    steps: [...takes, ...reads, ...waits, step("", "control", "No thread can go on: t1 → b → t2 → c → t3 → a → t1", 14)],
    harm: 8,
    subject: {},
    held: threads.map((thread, cpu) => ({ lane: `cpu${cpu}`, from: cpu, to: 9, what: `the lock of ${locks[cpu]}`, thread })),
    waits: threads.map((thread, cpu) => ({
      lane: `cpu${cpu}`,
      from: cpu + 6,
      to: 9,
      thread,
      what: `waits for the lock of ${next(cpu)}, which ${holder(cpu)} holds`,
      harm: true,
    })),
  };
}
