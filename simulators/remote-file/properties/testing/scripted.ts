/** Runs of processes that are generators, recorded as the search records those of the user's code: for tests of properties. */
import { Random } from "../../../core/random.ts";
import type { Answer, Call } from "../../nodes/calls.ts";
import type { RunEvent } from "../../nodes/events.ts";
import { begin } from "../../nodes/agent.ts";
import { contents } from "../../nodes/observe.ts";
import { startWorld } from "../../nodes/start.ts";
import { apply, type Choice, choices, crashes, moveClock, nextAlarm } from "../../nodes/step.ts";
import { type Change, type Program, siteFor } from "../../nodes/testing/programs.ts";
import type { Turned } from "../../nodes/turn.ts";
import type { World } from "../../nodes/world.ts";
import type { Ending } from "../../process/types.ts";
import { inspect } from "../inspector.ts";
import { isBreach, properties } from "../index.ts";
import type {
  Happening,
  Move,
  Occurrence,
  ProcessOutcome,
  RecordedCall,
  RecordedRun,
  RecordedStep,
  Replayer,
  Setup,
  Substitution,
} from "../../verify/types.ts";

/** Every breach of so many runs in random orders: "property code:line", in order. */
export function breachesOf(scripted: Scripted, runs: number): readonly string[] {
  const found = new Set<string>();
  for (let seed = 0; seed < runs; seed += 1) {
    const run = scripted.random(seed);
    for (const candidate of inspect(run, scripted.setup).candidates()) {
      for (const violation of properties.judge(run, candidate, scripted.replay, scripted.setup)) {
        if (isBreach(violation)) found.add(`${violation.property} ${violation.code}:${(violation.at[0]?.range.start.line ?? -1) + 1}`);
      }
    }
  }
  return [...found].sort();
}

/** Yields a call and its line, or several that are under way at once; gets their answers. What it returns or throws is its outcome. */
export type Script = () => Generator<Lined | readonly Lined[], unknown, readonly Answer[]>;

export interface Lined {
  readonly call: Call;
  /** From 1. */
  readonly line: number;
  /** The script goes on without its answer. */
  readonly isFloating?: boolean;
}

export const on = (line: number, call: Call): Lined => ({ call, line });
/** Nobody waits for it. */
export const floating = (line: number, call: Call): Lined => ({ call, line, isFloating: true });

/** Thrown by a script: an error with a code. */
export class Coded extends Error {
  override readonly name = "Coded";
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Which of the alternatives comes next. */
export type Chooser = (moves: readonly Move[]) => number;

export class Scripted {
  readonly setup: Setup;
  readonly #scripts: readonly Script[];

  constructor(change: Change, scripts: readonly Script[]) {
    this.#scripts = scripts;
    const site = siteFor(
      change,
      scripts.map(() => nobody),
    );
    const span = { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };
    this.setup = {
      site,
      path: "script.ts",
      payload: {
        configuration: site.configuration,
        configurationPath: "faultline.remote-files.json",
        processes: site.processes.map(({ name }, index) => ({
          name,
          node: `app${index}`,
          path: "script.ts",
          range: span,
          export: name,
          isModule: false,
        })),
        observers: [],
        environment: [],
      },
    };
  }

  run(choose: Chooser, substitutes: readonly Substitution[] = []): RecordedRun {
    return new ScriptedRun(this.setup, this.#scripts, substitutes).all(choose);
  }

  /** Any order that the seed gives. */
  random(seed: number): RecordedRun {
    const random = new Random(seed);
    return this.run((moves) => random.below(moves.length));
  }

  /** The same moves as far as they are possible, then the first ones. */
  readonly replay: Replayer = (run, { substitute = [], without }) => {
    const wanted = run.steps.filter((step) => step.move.kind !== "start" && !without?.(step)).map(({ move }) => JSON.stringify(move));
    const substitutes = "read" in substitute ? [substitute] : substitute;
    return this.run((moves) => {
      for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
        const found = moves.findIndex((move) => JSON.stringify(move) === next);
        if (found !== -1) return found;
      }
      return 0;
    }, substitutes);
  };
}

interface Progress {
  readonly generator: ReturnType<Script>;
  /** What it waits for. */
  awaited: { readonly occurrence: Occurrence; answer?: Answer }[];
  calls: number;
  ending?: Ending;
  isCrashed: boolean;
}

class ScriptedRun {
  readonly #setup: Setup;
  readonly #substitutes: readonly Substitution[];
  readonly #progress: Progress[];
  readonly #open: RecordedCall[] = [];
  readonly #steps: RecordedStep[] = [];
  readonly #owners = new Map<string, Occurrence>();
  #world: World;
  #happenings: Happening[] = [];

  constructor(setup: Setup, scripts: readonly Script[], substitutes: readonly Substitution[]) {
    this.#setup = setup;
    this.#substitutes = substitutes;
    this.#world = startWorld(setup.site).world;
    this.#progress = scripts.map((script) => ({ generator: script(), awaited: [], calls: 0, isCrashed: false }));
  }

  all(choose: Chooser): RecordedRun {
    this.#progress.forEach((_, process) => {
      this.#resume(process, []);
      this.#close({ kind: "start", process }, 0, 1);
    });
    for (;;) {
      const { moves, take } = this.#alternatives();
      if (moves.length === 0) break;
      const choice = choose(moves);
      take[choice]?.();
      this.#close(moves[choice] as Move, choice, moves.length);
    }
    return this.#recorded();
  }

  #alternatives(): { readonly moves: readonly Move[]; readonly take: readonly (() => void)[] } {
    const { site } = this.#setup;
    const isUnderWay = this.#progress.some(({ ending, isCrashed }) => !ending && !isCrashed) || this.#open.length > 0;
    if (!isUnderWay) return { moves: [], take: [] };
    const all: readonly Choice[] = [...choices(site, this.#world), ...crashes(site, this.#world)];
    const alarm = nextAlarm(this.#world);
    if (all.some(({ kind }) => kind !== "crash") || alarm === undefined) {
      const some = alarm === undefined && all.every(({ kind }) => kind === "crash") ? [] : all;
      return { moves: some.map(moveOf), take: some.map((choice) => () => this.#turn(apply(site, this.#world, choice))) };
    }
    return { moves: [{ kind: "alarm" }], take: [() => this.#turn(moveClock(site, this.#world, alarm))] };
  }

  #turn({ world, events, ended }: Turned): void {
    this.#world = world;
    for (const event of events) this.#event(event);
    this.#progress.forEach((progress, process) => {
      progress.isCrashed ||= world.processes[process]?.isAlive === false;
      if (progress.isCrashed) this.#drop(({ occurrence }) => occurrence.process === process);
    });
    for (const { process, operation, answer } of ended) this.#answer(process, operation, answer);
  }

  #event(event: RunEvent): void {
    const occurrence = this.#ownerOf(event);
    this.#happenings.push({ kind: "event", event, ...(occurrence ? { occurrence } : {}) });
  }

  #ownerOf(event: RunEvent): Occurrence | undefined {
    if ("operation" in event) {
      const call = this.#open.find(({ occurrence, operation }) => occurrence.process === event.process && operation === event.operation);
      if (call && event.action === "agent.post") this.#owners.set(`${event.qpn}/${event.wrId}`, call.occurrence);
      return call?.occurrence;
    }
    return "wrId" in event ? this.#owners.get(`${event.qpn}/${event.wrId}`) : undefined;
  }

  #answer(process: number, operation: number, given: Answer): void {
    const made = this.#open.find((one) => one.occurrence.process === process && one.operation === operation);
    const progress = this.#progress[process];
    if (!made || !progress) return;
    this.#drop((one) => one === made);
    const substitute = this.#substitutes.find(({ read }) => read.process === process && read.index === made.occurrence.index);
    const answer = substitute && given.kind === "read" ? { ...given, bytes: filled(given.bytes, substitute.bytes) } : given;
    const { occurrence, call, at } = made;
    const bytes = answer.kind === "read" ? { bytes: answer.bytes.map((some) => some.slice(0, answer.count)) } : {};
    this.#happenings.push({ kind: "answer", occurrence, call, answer, at, ...bytes });
    const awaited = progress.awaited.find((one) => one.occurrence.index === occurrence.index);
    if (awaited) awaited.answer = answer;
    const answers = progress.awaited.flatMap((one) => one.answer ?? []);
    if (awaited && answers.length === progress.awaited.length) this.#resume(process, answers);
  }

  #drop(isGone: (call: RecordedCall) => boolean): void {
    for (let index = this.#open.length - 1; index >= 0; index -= 1)
      if (isGone(this.#open[index] as RecordedCall)) this.#open.splice(index, 1);
  }

  #resume(process: number, answers: readonly Answer[]): void {
    const progress = this.#progress[process] as Progress;
    let given = answers;
    for (;;) {
      const next = stepped(progress.generator, given);
      if ("ending" in next) {
        progress.ending = next.ending;
        this.#happenings.push({ kind: "end", process, ending: next.ending });
        return;
      }
      // All are awaited before any is made: one that is refused at once is answered in the same step.
      const made = next.calls.map((one) => ({ one, occurrence: { process, index: progress.calls++ } }));
      progress.awaited = made.flatMap(({ one, occurrence }) => (one.isFloating ? [] : [{ occurrence }]));
      if (made.length > 0 && progress.awaited.length === 0) given = [];
      for (const { one, occurrence } of made) this.#call(process, occurrence, one);
      if (progress.awaited.length > 0) return;
    }
  }

  #call(process: number, occurrence: Occurrence, { call, line }: Lined): void {
    const begun = begin(this.#setup.site, this.#world, process, call);
    const range = { start: { line: line - 1, character: 2 }, end: { line: line - 1, character: 9 } };
    const made: RecordedCall = { occurrence, operation: begun.operation, call, isSync: false, at: [{ path: "script.ts", range }] };
    this.#open.push(made);
    this.#happenings.push({ kind: "call", ...made });
    this.#turn(begun);
  }

  #close(move: Move, choice: number, alternatives: number): void {
    const happenings = this.#happenings;
    this.#happenings = [];
    this.#steps.push({ move, choice, alternatives, lane: -1, isSwitch: false, happenings, now: this.#world.verbs.now });
  }

  #recorded(): RecordedRun {
    const outcomes = this.#progress.map(
      ({ ending, isCrashed }): ProcessOutcome => ending ?? (isCrashed ? { kind: "crashed" } : { kind: "waiting", at: [] }),
    );
    const files = contents(this.#world);
    const keyOf = (outcome: ProcessOutcome): string =>
      outcome.kind === "returned" ? outcome.value.key : outcome.kind === "threw" ? `!${outcome.thrown.key}` : outcome.kind;
    return {
      steps: this.#steps,
      outcomes,
      files,
      open: this.#open,
      unhandled: [],
      switches: 0,
      crashed: this.#steps.flatMap(({ move }) => (move.kind === "crash" ? [move.node] : [])),
      outcomeKey: JSON.stringify([outcomes.map(keyOf), files.map(([path, bytes]) => [path, [...bytes]])]),
    };
  }
}

/** Only how many there are counts. */
const nobody: Program = function* () {};

function moveOf(choice: Choice): Move {
  return choice.kind === "verbs" ? choice.choice : choice;
}

function filled(buffers: readonly Uint8Array[], bytes: Uint8Array): readonly Uint8Array[] {
  let at = 0;
  return buffers.map((buffer) => {
    const copy = buffer.slice();
    copy.set(bytes.subarray(at, at + copy.length));
    at += copy.length;
    return copy;
  });
}

type Stepped = { readonly calls: readonly Lined[] } | { readonly ending: Ending };

function stepped(generator: ReturnType<Script>, answers: readonly Answer[]): Stepped {
  try {
    const { value, done } = generator.next(answers);
    if (!done) return { calls: "call" in value ? [value] : value };
    const text = JSON.stringify(value) ?? "undefined";
    return { ending: { kind: "returned", value: { text, key: text, data: { root: undefined, cells: [] } } } };
  } catch (error) {
    const { message, code } = error as Coded;
    return { ending: { kind: "threw", thrown: { message, ...(code === undefined ? {} : { code }), key: `${code} ${message}` } } };
  }
}

/** Bytes of little-endian words. */
export const words = (...values: readonly number[]): Uint8Array => new Uint8Array(BigUint64Array.from(values, BigInt).buffer);

/** The words that a read got. */
export function wordsOf(answer: Answer | undefined): readonly number[] {
  if (answer?.kind !== "read") throw new Coded(answer?.kind === "failed" ? answer.errno : "none");
  const bytes = answer.bytes[0] ?? new Uint8Array();
  return Array.from(new BigUint64Array(bytes.slice(0, answer.count - (answer.count % 8)).buffer), Number);
}
