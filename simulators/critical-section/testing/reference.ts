import type { Decision, Instruction, Sketch, SketchThread } from "./sketch.ts";

/**
 * A second opinion on what a sketch can do (C2.2): plain states, every step of every thread and every event tried, nothing shared with the machine.
 * Slow and simple on purpose.
 */
export interface Findings {
  /** Variables and what the threads hold in the end, of every run in which all come to their end. */
  readonly ends: ReadonlySet<string>;
  readonly codes: ReadonlySet<string>;
}

interface ThreadState {
  /** Index of the next instruction. */
  at: number;
  /** Its one local, and the read that its value comes from. */
  local: number;
  source: { readonly variable: number; readonly version: number } | undefined;
  /** Where the open section began, with the local of then. */
  section: { at: number; local: number; source: ThreadState["source"]; log: Write[]; reads: number[] } | undefined;
  isYielding: boolean;
  isParked: boolean;
  hasPermit: boolean;
}

/** A write of an open section: what was there. `seen`, `overwritten`: by another CPU since. */
interface Write {
  readonly variable: number;
  readonly before: number;
  readonly written: readonly number[];
  value: number;
  seen: boolean;
  overwritten: boolean;
}

interface State {
  readonly values: number[];
  /** For each variable and thread: how often the variable had been written when the thread wrote it last; and how often it was written. */
  readonly written: number[][];
  readonly threads: ThreadState[];
  events: number;
}

export function findingsOf(sketch: Sketch): Findings {
  const ends = new Set<string>();
  const codes = new Set<string>();
  const known = new Map<string, number>();
  const before: number[][] = [];
  const terminal: number[] = [];
  const pending: State[] = [];
  const enter = (state: State, from: number): void => {
    const key = JSON.stringify(state);
    let number = known.get(key);
    if (number === undefined) {
      number = known.size;
      known.set(key, number);
      before.push([]);
      pending.push(state);
    }
    if (from >= 0) before[number]?.push(from);
  };
  enter(initial(sketch), -1);
  for (let number = 0; number < pending.length; number += 1) {
    const state = pending[number] as State;
    judge(sketch, state, codes);
    const next = successors(sketch, state, codes);
    for (const one of next) enter(one, number);
    if (next.length > 0) continue;
    terminal.push(number);
    if (state.threads.every((thread, index) => hasEnded(sketch, thread, index))) ends.add(endOf(state));
    else codes.add(state.threads.some(({ isParked }) => isParked) ? "FL1011" : "FL1021");
  }
  if (!reachesFromAll(before, terminal)) codes.add("FL1021");
  return { ends, codes };
}

/** States are plain data. */
const copyOf = (state: State): State => JSON.parse(JSON.stringify(state)) as State;

const bodyOf = (sketch: Sketch, index: number): readonly Instruction[] => (sketch.threads[index] as SketchThread).body;

/** Behind its last instruction a thread goes one step more, before which it can still be interrupted. */
const hasEnded = (sketch: Sketch, { at }: ThreadState, index: number): boolean => at > bodyOf(sketch, index).length;

const endOf = ({ values, threads }: State): string => JSON.stringify([values, threads.map(({ local }) => local)]);

function initial({ threads }: Sketch): State {
  return {
    values: [0, 0],
    written: [0, 1].map(() => [...threads.map(() => 0), 0]),
    threads: threads.map(() => ({
      at: 0,
      local: 0,
      source: undefined,
      section: undefined,
      isYielding: false,
      isParked: false,
      hasPermit: false,
    })),
    events: 0,
  };
}

/** `invariant` of the sketch: never both 3, outside sections. */
function judge({ threads }: Sketch, { values, threads: states }: State, codes: Set<string>): void {
  if (states.some(({ section }) => section) || threads.length === 0) return;
  if (values[0] === 3 && values[1] === 3) codes.add("FL1003");
}

/** Can every state reach one of the goals? */
function reachesFromAll(before: readonly (readonly number[])[], goals: readonly number[]): boolean {
  const seen = new Set(goals);
  for (const state of seen) for (const from of before[state] ?? []) seen.add(from);
  return seen.size === before.length;
}

function successors(sketch: Sketch, state: State, codes: Set<string>): State[] {
  const next: State[] = [];
  for (let cpu = 0; cpu < sketch.cpus; cpu += 1) {
    const own = sketch.threads.flatMap((thread, index) => (thread.cpu === cpu ? [index] : []));
    const ready = own.filter((index) => {
      const thread = state.threads[index] as ThreadState;
      return !thread.isParked && !hasEnded(sketch, thread, index);
    });
    const inside = ready.filter((index) => state.threads[index]?.section);
    const willing = ready.filter((index) => !state.threads[index]?.isYielding);
    const runnable = inside.length > 0 ? inside : willing.length > 0 ? willing : ready;
    for (const index of runnable) {
      next.push(step(sketch, copyOf(state), index, own, codes));
      if (state.events < sketch.maxEvents) next.push(...interrupt(sketch, copyOf(state), index, codes));
    }
  }
  return next;
}

/** The thread does one instruction. */
function step(sketch: Sketch, state: State, index: number, own: readonly number[], codes: Set<string>): State {
  const thread = state.threads[index] as ThreadState;
  const instruction = bodyOf(sketch, index)[thread.at];
  for (const other of own) (state.threads[other] as ThreadState).isYielding = false;
  switch (instruction?.kind) {
    case undefined:
      break;
    case "read":
      meet(sketch, state, index, instruction.variable, false);
      thread.source = { variable: instruction.variable, version: state.written[instruction.variable]?.at(-1) ?? 0 };
      thread.local = load(sketch, state, index, instruction.variable);
      break;
    case "write":
      meet(sketch, state, index, instruction.variable, true);
      if (isStale(state, index, instruction.variable)) codes.add("FL1004");
      store(sketch, state, index, instruction.variable, thread.local + instruction.plus);
      break;
    case "set":
      meet(sketch, state, index, instruction.variable, true);
      store(sketch, state, index, instruction.variable, instruction.value);
      break;
    case "until":
      meet(sketch, state, index, instruction.variable, false);
      if (load(sketch, state, index, instruction.variable) < instruction.value) return state;
      break;
    case "begin":
      thread.section = { at: thread.at, local: thread.local, source: thread.source, log: [], reads: [] };
      break;
    case "end":
      publish(sketch, state, index);
      thread.section = undefined;
      break;
    case "unpark": {
      const other = state.threads[instruction.thread] as ThreadState;
      if (other.isParked) other.isParked = false;
      else if (!hasEnded(sketch, other, instruction.thread)) other.hasPermit = true;
      break;
    }
  }
  thread.at += 1;
  return state;
}

function load({ isolation }: Sketch, state: State, index: number, variable: number): number {
  const { section } = state.threads[index] as ThreadState;
  const own = isolation === "buffered" ? section?.log.find((write) => write.variable === variable) : undefined;
  if (section && !section.reads.includes(variable)) section.reads.push(variable);
  return own ? own.value : (state.values[variable] as number);
}

function store({ isolation }: Sketch, state: State, index: number, variable: number, value: number): void {
  const { section } = state.threads[index] as ThreadState;
  const versions = state.written[variable] as number[];
  if (section) {
    const known = section.log.find((write) => write.variable === variable);
    if (known) known.value = value;
    else
      section.log.push({
        variable,
        before: state.values[variable] as number,
        written: [...versions],
        value,
        seen: false,
        overwritten: false,
      });
    if (isolation === "buffered") return;
  }
  state.values[variable] = value;
  noteWrite(versions, index);
}

function noteWrite(versions: number[], index: number): void {
  const last = versions.length - 1;
  const version = (versions[last] as number) + 1;
  versions[last] = version;
  versions[index] = version;
}

function publish({ isolation }: Sketch, state: State, index: number): void {
  const { section } = state.threads[index] as ThreadState;
  if (isolation !== "buffered" || !section) return;
  for (const { variable, value } of section.log) state.values[variable] = value;
}

function isStale(state: State, index: number, variable: number): boolean {
  const { source } = state.threads[index] as ThreadState;
  if (source?.variable !== variable) return false;
  return (state.written[variable] as number[]).slice(0, -1).some((version, writer) => writer !== index && version > source.version);
}

/** An access meets the open sections of other CPUs. */
function meet(sketch: Sketch, state: State, index: number, variable: number, isWrite: boolean): void {
  const { cpu } = sketch.threads[index] as SketchThread;
  for (const [other, { section }] of state.threads.entries()) {
    if (!section || sketch.threads[other]?.cpu === cpu) continue;
    const write = section.log.find((one) => one.variable === variable);
    if (sketch.isolation === "htm" && (write || (isWrite && section.reads.includes(variable)))) revert(state, other);
    if (sketch.isolation !== "percpu" || !write) continue;
    if (isWrite) write.overwritten = true;
    else write.seen = true;
  }
}

/** Back to the begin. What was written in place gets its old value. */
function revert(state: State, index: number, isBuffered = false): void {
  const thread = state.threads[index] as ThreadState;
  const { section } = thread;
  if (!section) return;
  if (!isBuffered)
    for (const { variable, before, written } of section.log.toReversed()) {
      state.values[variable] = before;
      state.written[variable] = [...written];
    }
  thread.at = section.at;
  thread.local = section.local;
  thread.source = section.source;
  thread.section = undefined;
}

/** An event hits the thread; each answer of the handler is one of the sketch's. Without a handler a section starts again. */
function interrupt(sketch: Sketch, state: State, index: number, codes: Set<string>): State[] {
  const thread = state.threads[index] as ThreadState;
  const wasInside = thread.section !== undefined;
  if (!wasInside && !sketch.handler) return [];
  state.events += 1;
  if (thread.section?.log.some(({ seen, overwritten }) => seen || overwritten)) codes.add("FL1015");
  const { at } = thread;
  const { section } = thread;
  const lost = section?.log.length ?? 0;
  const { local, source } = thread;
  if (wasInside) revert(state, index, sketch.isolation === "buffered");
  if (!sketch.handler) return [state];
  const answer: Decision = wasInside ? sketch.handler.inside : sketch.handler.outside;
  switch (answer) {
    case "restart":
      break;
    case "runOther":
      thread.isYielding = true;
      break;
    case "park":
      if (thread.hasPermit) thread.hasPermit = false;
      else thread.isParked = true;
      break;
    case "abort":
      if (wasInside) giveUp(sketch, thread, index);
      break;
    case "resume":
      if (!section) break;
      Object.assign(thread, { at, local, source, section: { ...section, log: [], reads: section.reads } });
      if (lost > 0) codes.add("FL1005");
      break;
  }
  return [state];
}

/** The section throws; what catches it puts 9 into the local. */
function giveUp(sketch: Sketch, thread: ThreadState, index: number): void {
  const body = bodyOf(sketch, index);
  while (body[thread.at]?.kind !== "end") thread.at += 1;
  thread.at += 1;
  thread.local = 9;
  thread.source = undefined;
}
