import type { Trace, Upcall } from "../../../protocol/trace.ts";
import { at, set, stepsIn } from "./parts.ts";

const path = "src/counter.ts";
const step = stepsIn(path);

/** A section longer than the time between two events: it begins, is taken back and begins again, for ever. */
export function livelock(): Trace {
  return {
    schema: "faultline-trace/1",
    simulator: "critical-section",
    scenario: "counter",
    path,
    inputs: "sha256:6",
    property: "progress",
    title: "sum starts its section again after each timer event, and never comes to its end.",
    lanes: [
      { id: "cpu0", title: "CPU 0", group: "CPU" },
      { id: "kernel", title: "kernel" },
    ],
    initial: { total: 0, sum: { section: "none", try: 0 } },
    steps: [
      step("cpu0", "control", "sum begins its section, first try", 5, {
        short: "section begins",
        changes: [set(["sum", "section"], "none", "inside")],
      }),
      step("cpu0", "write", "sum writes `total` `0 → 3`", 7, { short: "`0 → 3`", revertedBy: 3, changes: [set(["total"], 0, 3)] }),
      step("cpu0", "event", "A timer event hits CPU 0 inside the section", 7, { short: "timer event" }),
      step("cpu0", "revert", "CPU 0 takes the section back: `total` `3 → 0`", 5, { short: "`3 → 0`", changes: [set(["total"], 3, 0)] }),
      step("cpu0", "control", "CPU 0 traps; the kernel starts onInterrupt", 14, { to: "kernel" }),
      step("cpu0", "control", "onInterrupt answers “restart”: sum begins again", 15, { short: "onInterrupt: restart", harm: true }),
    ],
    loop: 1,
    harm: 5,
    subject: {},
    sections: [{ lane: "cpu0", from: 0, to: 1, thread: "sum", outcome: "reverted", try: 1, harm: true }],
    upcalls: [upcall],
  };
}

const upcall: Upcall = {
  from: 4,
  to: 5,
  handler: "onInterrupt",
  lane: "cpu0",
  thread: "sum",
  event: { kind: "timer", sequence: 1, after: "after the write in line 7" },
  cpu: { cpu: 0, at: at(path, 7), locals: [{ name: "i", value: 2 }], pending: [{ location: "total", before: 0, after: 3 }] },
  inSection: true,
  did: [],
  answered: "restart",
};
