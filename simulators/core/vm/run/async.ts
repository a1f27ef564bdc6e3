import { performThen, promiseResolve } from "../builtins/promise.ts";
import type { Instruction } from "../code.ts";
import type { Frame } from "../frame.ts";
import type { StateWriter } from "../state-writer.ts";
import type { Value } from "../value.ts";
import { begin, FrameFunction } from "./calls.ts";
import { deliver } from "./frames.ts";
import { resumeWith, suspend } from "./resume.ts";
import type { Runner } from "./runner.ts";
import { tagOf } from "./tags.ts";
import { writeSuspended } from "./write-frame.ts";

/** The function stops here; what it awaits calls one of two functions that let it go on. */
export function awaitValue(m: Runner, f: Frame, i: Instruction): number {
  begin(m);
  m.host.suspends?.("await");
  m.flow = tagOf(f, i.b);
  const promise = promiseResolve(m, f.registers[i.b]);
  const waiting = suspend(f);
  const fulfilled = new Continuation(m, waiting, "next");
  const rejected = new Continuation(m, waiting, "throw");
  performThen(m, promise, fulfilled, rejected);
  return deliver(m, f, f.answer, 0);
}

/** Lets an async function go on after an `await`. */
export class Continuation extends FrameFunction {
  readonly frame: Frame;
  readonly resumes: "next" | "throw";

  constructor(m: Runner, frame: Frame, resumes: "next" | "throw") {
    super(m.nextId(), m.realm.functionPrototype, m.realm.functionShape, [1, ""], { isConstructor: false, nativeName: "await" });
    this.frame = frame;
    this.resumes = resumes;
  }

  enter(m: Runner, caller: Frame, _: Value, args: readonly Value[], tags: readonly number[] | undefined): number {
    return resumeWith(m, this.frame.copyOnto(caller), this.resumes, args[0], tags?.[0] ?? 0);
  }

  override writeState(out: StateWriter): void {
    out.text(this.nativeName);
    out.word(this.resumes === "next" ? 0 : 1);
    writeSuspended(this.frame, out);
  }
}
