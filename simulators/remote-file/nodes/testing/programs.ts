/** Programs for tests: generators that yield calls and get answers, run on nodes that are stepped by hand, at random or in every way. */
import { unlimited } from "../../../core/budget.ts";
import { explore } from "../../../core/explore/explore.ts";
import { Random } from "../../../core/random.ts";
import { presets } from "../../config/presets.ts";
import type { Mount, Node, RemoteFiles } from "../../config/model.ts";
import { Snapshots } from "../../search/testing/snapshots.ts";
import { begin } from "../agent.ts";
import type { Answer, Call, Span } from "../calls.ts";
import type { RunEvent } from "../events.ts";
import { openFlags } from "../flags.ts";
import { futureOf } from "../observe.ts";
import { type Site, siteOf } from "../site.ts";
import { startWorld } from "../start.ts";
import { apply, type Choice, choices, crashes, moveClock, nextAlarm } from "../step.ts";
import type { World } from "../world.ts";

/** Yields a call and waits for its answer, or several that are under way at once, and waits for the last of them. */
export type Program = () => Generator<Call | readonly Call[], unknown, readonly Answer[]>;

export const open = (path: string, flags: string): Call => ({ kind: "open", path, flags: flagsOf(flags) });
export const read = (fd: number, length: number, position?: number): Call => ({
  kind: "read",
  fd,
  buffers: [{ offset: 0, length, bytes: new Uint8Array(length) }],
  ...(position === undefined ? {} : { position }),
});
export const write = (fd: number, bytes: Uint8Array | string, position?: number): Call => ({
  kind: "write",
  fd,
  buffers: [spanOf(typeof bytes === "string" ? latin1Bytes(bytes) : bytes)],
  ...(position === undefined ? {} : { position }),
});
export const latin1Bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
export const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const spanOf = (bytes: Uint8Array): Span => ({ offset: 0, length: bytes.length, bytes });

function flagsOf(flags: string) {
  const known = openFlags(flags);
  if (!known) throw new Error(`no flags ${flags}`);
  return known;
}

/** `opened`, or the code of the failure, as a number that no file has. */
export const fdOf = (answer: Answer | undefined): number => (answer?.kind === "opened" ? answer.fd : -1);

/** The bytes of a read as text; `!` and the code of a failure. */
export function textOf(answer: Answer | undefined): string {
  if (answer?.kind === "failed") return `!${answer.errno}`;
  if (answer?.kind !== "read") return `?${answer?.kind}`;
  return latin1((answer.bytes[0] ?? new Uint8Array()).subarray(0, answer.count));
}

export interface Change {
  readonly mount?: Partial<Mount>;
  readonly apps?: number;
  readonly memories?: number;
  readonly rest?: Partial<RemoteFiles>;
}

/** `app0`, `app1`, …, `manager`, `mem0`, …; one mount `/rdma` with regions of 4 KiB for many writers. */
export function configurationOf({ mount = {}, apps = 2, memories = 1, rest = {} }: Change = {}): RemoteFiles {
  const nic = presets.get("crail-cx4");
  if (!nic) throw new Error("the default adapter is gone");
  const node = (name: string, role: Node["role"]): Node => ({ name, role, memory: 65_536, nic, mayCrash: role !== "manager" });
  return {
    mounts: [
      { prefix: "/rdma", regionSize: 4096, access: "rw+atomic", writers: "multi", replicas: 1, ack: "all", fallback: "deny", ...mount },
    ],
    nodes: [
      ...Array.from({ length: apps }, (_, index) => node(`app${index}`, "app")),
      node("manager", "manager"),
      ...Array.from({ length: memories }, (_, index) => node(`mem${index}`, "memory")),
    ],
    files: [],
    local: ["/tmp"],
    channels: "node-pair",
    queuePair: { timeout: 14, retry: 7, rnrRetry: 7 },
    completion: "delivery",
    leaseMs: 10_000,
    recycleGraceMs: 10_000,
    explore: { fragments: 2, preemptions: 3, crashes: 0, seed: 1 },
    ...rest,
  };
}

/** One process of each program, on `app0`, `app1`, …, or on the nodes that are named. */
export function siteFor(change: Change, programs: readonly Program[], nodes?: readonly string[]): Site {
  const configuration = configurationOf({ apps: programs.length, ...change });
  return siteOf(
    configuration,
    programs.map((_, index) => ({ name: `p${index}`, node: nodes?.[index] ?? `app${index}` })),
  );
}

/** A state of nodes and programs. */
export interface Run {
  readonly world: World;
  readonly programs: readonly Progress[];
}

interface Progress {
  /** Answers to each yield so far. */
  readonly history: readonly (readonly Answer[])[];
  /** Operations of the present yield; undefined: not yet called. */
  readonly pending?: readonly { readonly operation: number; readonly answer?: Answer }[];
  /** Set when it has ended. */
  readonly result?: { readonly value: unknown };
}

export type Step = { readonly kind: "call"; readonly process: number } | { readonly kind: "clock" } | Choice;

export interface Stepping {
  readonly start: Run;
  readonly startEvents: readonly RunEvent[];
  choices(run: Run): readonly Step[];
  step(run: Run, step: Step): { readonly run: Run; readonly events: readonly RunEvent[] };
}

export function stepping(site: Site, programs: readonly Program[]): Stepping {
  const started = startWorld(site);
  const start: Run = { world: started.world, programs: programs.map((program) => settled(program, { history: [] })) };
  return {
    start,
    startEvents: started.events,
    choices(run) {
      const calls = run.programs.flatMap(({ pending, result }, process): readonly Step[] =>
        pending || result || !run.world.processes[process]?.isAlive ? [] : [{ kind: "call", process }],
      );
      const steps: readonly Step[] = [...calls, ...choices(site, run.world)];
      const isWaiting = run.programs.some(({ result }, process) => !result && run.world.processes[process]?.isAlive);
      const clock: readonly Step[] = steps.length === 0 && isWaiting && nextAlarm(run.world) !== undefined ? [{ kind: "clock" }] : [];
      return [...steps, ...clock, ...(isWaiting ? crashes(site, run.world) : [])];
    },
    step(run, step) {
      if (step.kind === "call") return call(site, programs, run, step.process);
      const turned = step.kind === "clock" ? moveClock(site, run.world, nextAlarm(run.world) ?? 0) : apply(site, run.world, step);
      let next: Run = { ...run, world: turned.world };
      for (const { process, operation, answer } of turned.ended) next = answered(programs, next, process, operation, answer);
      return { run: next, events: turned.events };
    },
  };
}

function call(site: Site, programs: readonly Program[], run: Run, process: number): ReturnType<Stepping["step"]> {
  const progress = run.programs[process] as Progress;
  let { world } = run;
  const pending: { operation: number; answer?: Answer }[] = [];
  const events: RunEvent[] = [];
  for (const one of callsOf(programs[process] as Program, progress.history)) {
    const begun = begin(site, world, process, one);
    ({ world } = begun);
    events.push(...begun.events);
    pending.push({ operation: begun.operation });
    for (const { operation, answer } of begun.ended) {
      const found = pending.find((other) => other.operation === operation && other.answer === undefined);
      if (found) found.answer = answer;
    }
  }
  const next = settled(programs[process] as Program, { history: progress.history, pending });
  return { run: { world, programs: run.programs.with(process, next) }, events };
}

function answered(programs: readonly Program[], run: Run, process: number, operation: number, answer: Answer): Run {
  const { history, pending = [] } = run.programs[process] as Progress;
  const next = pending.map((one) => (one.operation === operation && one.answer === undefined ? { operation, answer } : one));
  return { ...run, programs: run.programs.with(process, settled(programs[process] as Program, { history, pending: next })) };
}

/** When all calls of a yield are answered, the program goes on to its next one. */
function settled(program: Program, { history, pending }: Progress): Progress {
  if (pending?.some(({ answer }) => answer === undefined)) return { history, pending };
  const answers = pending?.flatMap(({ answer }) => answer ?? []);
  const all = answers ? [...history, answers] : history;
  const next = resume(program, all);
  return next.done ? { history: all, result: { value: next.value } } : { history: all };
}

const callsOf = (program: Program, history: Progress["history"]): readonly Call[] => {
  const { value } = resume(program, history);
  return Array.isArray(value) ? (value as readonly Call[]) : [value as Call];
};

/** A program is run anew up to the answers that it has got. */
function resume(program: Program, history: Progress["history"]): IteratorResult<Call | readonly Call[], unknown> {
  const generator = program();
  let next = generator.next([]);
  for (const answers of history) next = generator.next(answers);
  return next;
}

/** What came out of a run. */
export interface Ended {
  readonly run: Run;
  readonly events: readonly RunEvent[];
}

/** Takes random choices until nothing is left to do. */
export function runAtRandom(site: Site, programs: readonly Program[], seed: number): Ended {
  const random = new Random(seed);
  return runBy(site, programs, (steps) => random.below(steps.length));
}

/** Takes the first choice always: one process after the other. */
export const runInOrder = (site: Site, programs: readonly Program[]): Ended =>
  runBy(site, programs, (steps) => Math.max(0, lastAdapter(steps)));

/** Whatever is under way is finished before anything new is called. */
const lastAdapter = (steps: readonly Step[]): number => steps.findIndex(({ kind }) => kind === "verbs" || kind === "manager");

function runBy(site: Site, programs: readonly Program[], choose: (steps: readonly Step[]) => number): Ended {
  const machine = stepping(site, programs);
  let run = machine.start;
  const events = [...machine.startEvents];
  for (;;) {
    const steps = machine.choices(run);
    const step = steps[choose(steps)];
    if (!step) return { run, events };
    const next = machine.step(run, step);
    run = next.run;
    events.push(...next.events);
  }
}

/**
 * Runs in every way there is, or in every way with at most `bound` switches away from a lane that could go on.
 *
 * @param atState Called in each state; `isEnd`: nothing can happen any more.
 * @returns How many states there are.
 */
export function runInEveryWay(
  site: Site,
  programs: readonly Program[],
  atState: (run: Run, isEnd: boolean) => void,
  bound = Infinity,
): number {
  const machine = stepping(site, programs);
  const system = new Snapshots<Run, Step>({
    start: machine.start,
    choices: (run) => machine.choices(run),
    apply: (run, step) => machine.step(run, step).run,
    futureOf: (run) => ({ ...run, world: futureOf(run.world) }),
    laneOf: (_, step) => laneOfStep(step),
    costOf: (run, step, last) => {
      const isSwitch = last !== -1 && laneOfStep(step) !== last;
      return isSwitch && machine.choices(run).some((other) => laneOfStep(other) === last) ? 1 : 0;
    },
  });
  return explore(system, { bound, keepEdges: false }, unlimited(), {
    arrive: (_path, _state, isNew) => {
      if (isNew) atState(system.state, system.choices() === 0);
      return "expand";
    },
  }).states;
}

/** Managers, then each connection, then programs; crashes and the clock are nobody's. */
function laneOfStep(step: Step): number {
  switch (step.kind) {
    case "manager":
      return 0;
    case "verbs":
      return 1 + step.choice.qpn;
    case "call":
      return 1000 + step.process;
    case "crash":
    case "clock":
      return -1;
  }
}

/** Results of the programs; undefined: it never ended (its node crashed, or it waits for ever). */
export const resultsOf = ({ programs }: Run): readonly unknown[] => programs.map(({ result }) => result?.value);
