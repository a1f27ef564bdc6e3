import { describe } from "../builtins/argument.ts";
import { caught } from "../builtins/caught.ts";
import { newPromise, performThen, promiseResolve, rejectPromise, resolvePromise, type VPromise } from "../builtins/promise.ts";
import type { Instruction } from "../code.ts";
import type { Frame } from "../frame.ts";
import { makeIteratorResult, makeNative } from "../objects/make.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import type { StateWriter } from "../state-writer.ts";
import type { Thrown } from "../thrown.ts";
import { type Value, whole } from "../value.ts";
import { FrameFunction } from "./calls.ts";
import { deliver } from "./frames.ts";
import { resumeWith, type ResumeKind, suspend } from "./resume.ts";
import type { Runner } from "./runner.ts";
import { writeSuspended } from "./write-frame.ts";

type State = "start" | "suspended" | "running" | "awaiting return" | "done";
const states: readonly State[] = ["start", "suspended", "running", "awaiting return", "done"];
const kinds: readonly ResumeKind[] = ["next", "return", "throw"];

/** A call of `next`, `return` or `throw` that has not been answered. */
interface Request {
  readonly kind: ResumeKind;
  readonly value: Value;
  readonly tag: number;
  readonly promise: VPromise;
}

/** What an async generator function answers. Journalled; the queue is replaced, never changed. */
export class VAsyncGenerator extends OrdinaryObject {
  state: State = "start";
  frame: Frame | undefined = undefined;
  queue: readonly Request[] = [];

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.word(states.indexOf(this.state));
    if (this.frame !== undefined) writeSuspended(this.frame, out);
    out.word(this.queue.length);
    for (const { kind, value, tag, promise } of this.queue) {
      out.word(kinds.indexOf(kind));
      out.value(value);
      out.tag(tag);
      out.cell(promise);
    }
    this.writeNamed(out);
  }

  set(m: Runner, state: State, frame: Frame | undefined): void {
    m.journal.save(this, "state");
    m.journal.save(this, "frame");
    this.state = state;
    this.frame = frame;
  }

  setQueue(m: Runner, queue: readonly Request[]): void {
    m.journal.save(this, "queue");
    this.queue = queue;
  }
}

/** `next`, `return` and `throw` of async generators: requests are answered one after the other. */
export class AsyncGeneratorMethod extends FrameFunction {
  readonly resumes: ResumeKind;

  constructor(m: Runner, kind: ResumeKind) {
    super(m.nextId(), m.realm.functionPrototype, m.realm.functionShape, [1, kind], {
      isConstructor: false,
      nativeName: `AsyncGenerator.${kind}`,
    });
    this.resumes = kind;
  }

  enter(m: Runner, caller: Frame, thisValue: Value, args: readonly Value[], tags: readonly number[] | undefined): number {
    const promise = newPromise(m);
    const answerAt = (caller.code.instructions[caller.pc] as Instruction).a;
    if (!(thisValue instanceof VAsyncGenerator)) {
      rejectPromise(
        m,
        promise,
        m.error("TypeError", `Method [AsyncGenerator].prototype.${this.resumes} called on incompatible receiver ${describe(thisValue)}`),
      );
      caller.registers[answerAt] = promise;
      return caller.pc + 1;
    }
    m.touch(thisValue, whole, "write");
    const { state } = thisValue;
    thisValue.setQueue(m, [...thisValue.queue, { kind: this.resumes, value: args[0], tag: tags?.[0] ?? 0, promise }]);
    const frame = state === "running" || state === "awaiting return" ? undefined : goOn(m, thisValue);
    if (frame === undefined) {
      caller.registers[answerAt] = promise;
      return caller.pc + 1;
    }
    const copy = frame.copyOnto(caller);
    copy.answer = promise;
    return resumeWith(m, copy, this.resumes, args[0], tags?.[0] ?? 0);
  }
}

/** Answers requests that need no code of the generator; the frame to run on if the first of them does. */
function goOn(m: Runner, generator: VAsyncGenerator): Frame | undefined {
  for (;;) {
    const [request] = generator.queue;
    if (request === undefined) return undefined;
    const { state, frame } = generator;
    if (frame !== undefined && (state === "suspended" || request.kind === "next")) {
      generator.set(m, "running", undefined);
      return frame;
    }
    if (state !== "done") generator.set(m, "done", undefined);
    if (request.kind === "return") {
      awaitReturn(m, generator, request);
      return undefined;
    }
    m.flow = request.tag;
    if (request.kind === "throw") answerByThrow(m, generator, request.value);
    else answer(m, generator, undefined, true);
  }
}

/** `return(value)` on a generator that has ended: answered when the value is settled. */
function awaitReturn(m: Runner, generator: VAsyncGenerator, request: Request): void {
  generator.set(m, "awaiting return", undefined);
  m.flow = request.tag;
  const settled =
    (act: (value: Value) => void) =>
    (_: unknown, __: Value, [value]: readonly Value[]): undefined => {
      generator.set(m, "done", undefined);
      act(value);
      goOn(m, generator);
    };
  const promise = caught(() => promiseResolve(m, request.value));
  if (promise.isThrown) {
    generator.set(m, "done", undefined);
    return answerByThrow(m, generator, promise.value);
  }
  const data = { data: [generator] };
  const fulfilled = makeNative(
    m,
    "async generator returned",
    1,
    settled((value) => answer(m, generator, value, true)),
    data,
  );
  const rejected = makeNative(
    m,
    "async generator threw",
    1,
    settled((value) => answerByThrow(m, generator, value)),
    data,
  );
  performThen(m, promise.value as VPromise, fulfilled, rejected);
}

/** The first request is answered with `{ value, done }`. */
function answer(m: Runner, generator: VAsyncGenerator, value: Value, isDone: boolean): void {
  const [request, ...rest] = generator.queue as readonly [Request, ...Request[]];
  resolvePromise(m, request.promise, makeIteratorResult(m, value, isDone));
  generator.setQueue(m, rest);
}

function answerByThrow(m: Runner, generator: VAsyncGenerator, reason: Value): void {
  const [request, ...rest] = generator.queue as readonly [Request, ...Request[]];
  rejectPromise(m, request.promise, reason);
  generator.setQueue(m, rest);
}

export function asyncYield(m: Runner, f: Frame, generator: VAsyncGenerator, value: Value, tag: number): number {
  m.flow = tag;
  answer(m, generator, value, false);
  const [request] = generator.queue;
  if (request !== undefined) {
    // The next call waits already: it goes on at once.
    return resumeWith(m, f, request.kind, request.value, request.tag);
  }
  generator.set(m, "suspended", suspend(f));
  return deliver(m, f, f.answer, 0);
}

export function asyncReturned(m: Runner, f: Frame, generator: VAsyncGenerator, value: Value, tag: number): number {
  generator.set(m, "done", undefined);
  m.flow = tag;
  answer(m, generator, value, true);
  goOn(m, generator);
  return deliver(m, f, f.answer, 0);
}

export function asyncThrew(m: Runner, f: Frame, generator: VAsyncGenerator, thrown: Thrown): boolean {
  generator.set(m, "done", undefined);
  m.flow = thrown.tag;
  answerByThrow(m, generator, thrown.value);
  goOn(m, generator);
  deliver(m, f, f.answer, 0);
  return true;
}
