import type { Step, Trace } from "../../../protocol/trace.ts";
import { at, set, stepsIn } from "./parts.ts";

const path = "src/withdraw.ts";
const step = stepsIn(path);

/** A lost update after a section that was taken back: two CPUs, one timer event. */
export function lostUpdate(): Trace {
  return {
    schema: "faultline-trace/1",
    simulator: "critical-section",
    scenario: "withdraw",
    path,
    inputs: "sha256:1",
    property: "no-lost-update",
    title: "The interrupt handler gives the lock away, atm starts again without it, and one of two withdrawals is lost.",
    lanes: [
      { id: "cpu0", title: "CPU 0", group: "CPU" },
      { id: "cpu1", title: "CPU 1", group: "CPU" },
      { id: "kernel", title: "kernel" },
    ],
    initial: { account: { balance: 100 }, lock: 0, atm: { section: "none" }, branch: {} },
    steps: [...firstTry(), ...handler(), ...both()],
    harm: 12,
    differs: 4,
    subject: {},
    sections: [
      { lane: "cpu0", from: 1, to: 3, thread: "atm", outcome: "reverted", try: 1 },
      { lane: "cpu1", from: 9, to: 12, thread: "branch", outcome: "published", try: 1, harm: true },
      { lane: "cpu0", from: 10, to: 11, thread: "atm", outcome: "published", try: 2 },
    ],
    links: [
      { from: 9, to: 12, kind: "stale" },
      { from: 11, to: 12, kind: "overwrites" },
    ],
    held: [
      { lane: "cpu0", from: 0, to: 7, what: "lock", thread: "atm" },
      { lane: "cpu1", from: 8, to: 13, what: "lock", thread: "branch" },
    ],
    upcalls: [
      {
        from: 6,
        to: 7,
        handler: "onInterrupt",
        lane: "cpu0",
        thread: "atm",
        event: { kind: "timer", sequence: 1, after: "after the write in line 14" },
        cpu: {
          cpu: 0,
          at: at(path, 14),
          locals: [{ name: "seen", value: 100 }],
          pending: [{ location: "balance", before: 100, after: 90 }],
        },
        inSection: true,
        did: ["`lock` `1 → 0`, kept: outside a section"],
        answered: "restart, from line 12, behind the lock",
      },
    ],
  };
}

const firstTry = (): readonly Step[] => [
  step("cpu0", "write", "atm takes the lock", 11, {
    short: "takes the lock",
    changes: [set(["lock"], 0, 1), set(["atm", "cpu"], undefined, "CPU 0")],
  }),
  step("cpu0", "control", "atm begins its section, first try", 12, {
    short: "section begins",
    changes: [set(["atm", "section"], "none", "first try")],
    revertedBy: 5,
  }),
  step("cpu0", "read", "atm reads `balance: 100`", 13, {
    short: "`balance: 100`",
    changes: [set(["atm", "seen"], undefined, 100)],
    revertedBy: 5,
  }),
  step("cpu0", "write", "atm writes `balance` `100 → 90`", 14, {
    short: "`100 → 90`",
    changes: [set(["account", "balance"], 100, 90)],
    revertedBy: 5,
  }),
];

const handler = (): readonly Step[] => [
  step("cpu0", "event", "A timer event hits CPU 0 inside the section", 14, { short: "timer event" }),
  step("cpu0", "revert", "CPU 0 takes the section back: `balance` `90 → 100`", 12, {
    short: "`90 → 100`",
    changes: [set(["account", "balance"], 90, 100), set(["atm", "seen"], 100, undefined)],
  }),
  step("cpu0", "control", "CPU 0 traps; the kernel starts onInterrupt", 21, { to: "kernel" }),
  step("cpu0", "control", "onInterrupt releases the lock and answers “restart”", 22, {
    short: "onInterrupt: unlocks",
    changes: [set(["lock"], 1, 0)],
  }),
];

const both = (): readonly Step[] => [
  step("cpu1", "write", "branch takes the lock, which is free now", 11, {
    short: "takes the lock",
    changes: [set(["lock"], 0, 1), set(["branch", "cpu"], undefined, "CPU 1")],
  }),
  step("cpu1", "read", "branch begins its section and reads `balance: 100`", 13, {
    short: "`balance: 100`",
    changes: [set(["branch", "seen"], undefined, 100)],
  }),
  step("cpu0", "read", "atm starts its section again, without the lock", 13, {
    short: "`balance: 100`",
    changes: [set(["atm", "seen"], undefined, 100), set(["atm", "section"], "first try", "try 2")],
  }),
  step("cpu0", "write", "atm writes `balance` `100 → 90` and ends its section", 14, {
    short: "`100 → 90`",
    changes: [set(["account", "balance"], 100, 90), set(["atm", "section"], "try 2", "ended, try 2")],
  }),
  step("cpu1", "write", "branch writes `90`, worked out from the `100` of step 10", 14, {
    short: "`90 → 90`",
    detail: "The withdrawal of atm in step 12 is overwritten: the account should hold `80`.",
    changes: [
      { location: ["account", "balance"], before: 90, after: 90, expected: 80 },
      set(["branch", "pending", "balance"], undefined, "90 → 90"),
    ],
    harm: true,
  }),
  step("cpu1", "write", "branch ends its section and releases the lock", 16, {
    short: "releases the lock",
    changes: [set(["branch", "pending"], { balance: "90 → 90" }, undefined), set(["lock"], 1, 0)],
  }),
  step("", "control", "bothDone is false: balance is `90`, expected `80`", 27),
];

/** As many steps as asked for, of four CPUs that take turns: changes, events and harm now and then. */
export function longRun(steps: number): Trace {
  const cpus = 4;
  const { sections: _, links: __, held: ___, upcalls: ____, ...plain } = lostUpdate();
  return {
    ...plain,
    title: "Four CPUs count together, and after a long while one of them writes what is no longer true.",
    lanes: Array.from({ length: cpus }, (_, cpu) => ({ id: `cpu${cpu}`, title: `CPU ${cpu}`, group: "CPU" })),
    initial: { counter: 0, cpus: Object.fromEntries(Array.from({ length: cpus }, (_, cpu) => [`cpu${cpu}`, { seen: 0, rounds: 0 }])) },
    steps: Array.from({ length: steps }, (_, index) => longStep(index, cpus, steps)),
    harm: steps - 3,
  };
}

function longStep(index: number, cpus: number, steps: number): Step {
  const cpu = `cpu${index % cpus}`;
  const before = (field: string): readonly string[] => ["cpus", cpu, field];
  if (index % 997 === 996) return step(cpu, "event", `A timer event hits CPU ${index % cpus}`, 8);
  const isHarm = index === steps - 3;
  const done = step(cpu, index % 3 === 0 ? "read" : "write", `${cpu} counts \`${index} → ${index + 1}\``, 10 + (index % 7), {
    changes: [
      set(["counter"], index, index + 1),
      set(before("seen"), Math.max(0, index - cpus), index),
      set(before("rounds"), Math.floor(index / cpus) - 1, Math.floor(index / cpus)),
    ],
  });
  return isHarm ? { ...done, harm: true } : done;
}

/** A long run full of sections: every tenth step begins one, each second one is taken back, and each has words, a lock and a stale value. */
export function longSections(steps: number): Trace {
  const plain = longRun(steps);
  const starts = Array.from({ length: Math.floor(steps / 10) }, (_, index) => index * 10);
  return {
    ...plain,
    title: "Four CPUs count in sections, and after a long while one of them writes what is no longer true.",
    steps: plain.steps.map((one, index) => ({ ...one, short: `\`${index} → ${index + 1}\`` })),
    sections: starts.map((from) => ({
      lane: `cpu${from % 4}`,
      from,
      to: from + 8,
      thread: `t${from % 4}`,
      outcome: from % 20 === 0 ? "reverted" : "published",
      try: 1,
    })),
    held: starts.map((from) => ({ lane: `cpu${from % 4}`, from, to: from + 9, what: "lock" })),
    links: starts.flatMap((from) => [
      { from, to: from + 4, kind: "stale" as const },
      { from: from + 1, to: from + 4, kind: "overwrites" as const },
    ]),
  };
}
