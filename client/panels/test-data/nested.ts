import type { Trace, Upcall } from "../../../protocol/trace.ts";
import { at, set, stepsIn } from "./parts.ts";

const path = "src/queue.ts";
const step = stepsIn(path);

/** An event hits the handler inside a section of its own: the second instance gets the first record, and parks the thread for ever. */
export function nestedUpcall(): Trace {
  return {
    schema: "faultline-trace/1",
    simulator: "critical-section",
    scenario: "queue",
    path,
    inputs: "sha256:3",
    property: "handler-keeps-thread",
    title: "A signal interrupts the handler itself, the second handler parks producer, and nobody ever wakes it.",
    lanes: [
      { id: "cpu0", title: "CPU 0", group: "CPU" },
      { id: "kernel", title: "kernel" },
    ],
    initial: { queue: [7], ready: [], producer: { section: "none" }, parked: [] },
    steps: [
      step("cpu0", "control", "producer begins its section, first try", 9, { short: "section begins", revertedBy: 4, thread: "producer" }),
      step("cpu0", "read", "producer reads `queue.length: 1`", 10, { short: "`queue.length: 1`", revertedBy: 4, thread: "producer" }),
      step("cpu0", "write", "producer writes `queue[1]` `none → 8`", 11, {
        short: "`queue[1]: 8`",
        revertedBy: 4,
        thread: "producer",
        changes: [set(["queue", 1], undefined, 8)],
      }),
      step("cpu0", "event", "A timer event hits CPU 0 inside the section", 11, { short: "timer event" }),
      step("cpu0", "revert", "CPU 0 takes the section back: `queue[1]` `8 → none`", 9, {
        short: "`queue[1]: none`",
        changes: [set(["queue", 1], 8, undefined)],
      }),
      step("cpu0", "control", "CPU 0 traps; the kernel starts onInterrupt", 18, { to: "kernel" }),
      step("cpu0", "control", "onInterrupt begins a section of its own", 19, {
        short: "section begins",
        revertedBy: 9,
        thread: "onInterrupt",
      }),
      step("cpu0", "write", "onInterrupt writes `ready[0]` `none → producer`", 20, {
        short: "`ready[0]: producer`",
        revertedBy: 9,
        thread: "onInterrupt",
        changes: [set(["ready", 0], undefined, "producer")],
      }),
      step("cpu0", "event", "A signal hits CPU 0 inside the handler’s section", 20, { short: "signal" }),
      step("cpu0", "revert", "CPU 0 takes the handler’s section back: `ready[0]` `producer → none`", 19, {
        short: "`ready[0]: none`",
        changes: [set(["ready", 0], "producer", undefined)],
      }),
      step("cpu0", "control", "CPU 0 traps; the kernel starts onInterrupt anew", 18, {
        to: "kernel",
        detail: "The new instance gets the thread, the event and the CPU state of the first interrupt.",
      }),
      step("cpu0", "control", "onInterrupt answers “park”, because it is nested", 23, {
        short: "onInterrupt: parks",
        harm: true,
        changes: [set(["parked", 0], undefined, "producer")],
      }),
      step("cpu0", "wait", "producer is parked, and nobody unparks it", 9, { short: "producer is parked", thread: "producer" }),
      step("", "control", "At the end producer is still parked", 23),
    ],
    harm: 11,
    subject: {},
    sections: [
      { lane: "cpu0", from: 0, to: 2, thread: "producer", outcome: "reverted", try: 1 },
      { lane: "cpu0", from: 6, to: 7, thread: "onInterrupt", outcome: "reverted", try: 1 },
    ],
    waits: [{ lane: "cpu0", from: 12, to: 13, thread: "producer", what: "is parked", harm: true }],
    upcalls: [first, second],
  };
}

const cpu: Upcall["cpu"] = {
  cpu: 0,
  at: at(path, 11),
  locals: [
    { name: "item", value: 8 },
    { name: "length", value: 1 },
  ],
  pending: [{ location: "queue[1]", after: 8 }],
};

const first: Upcall = {
  from: 5,
  to: 8,
  handler: "onInterrupt",
  lane: "cpu0",
  thread: "producer",
  event: { kind: "timer", sequence: 1, after: "after the write in line 11" },
  cpu,
  inSection: true,
  did: ["`ready[0]` `none → producer`, taken back with its section"],
};

const second: Upcall = {
  ...first,
  from: 10,
  to: 11,
  nestedIn: { depth: 1, event: "signal" },
  did: [],
  answered: "park",
};
