import { describe } from "../builtins/argument.ts";
import type { Instruction } from "../code.ts";
import { isObject } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { makeIteratorResult } from "../objects/make.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import type { StateWriter } from "../state-writer.ts";
import { Thrown } from "../thrown.ts";
import { type Value, whole } from "../value.ts";
import { asyncReturned, asyncThrew, asyncYield, VAsyncGenerator } from "./async-generators.ts";
import { begin, FrameFunction } from "./calls.ts";
import { deliver } from "./frames.ts";
import { resumeWith, type ResumeKind, suspend } from "./resume.ts";
import type { Runner } from "./runner.ts";
import { tagOf } from "./tags.ts";
import { writeSuspended } from "./write-frame.ts";

type GeneratorState = "start" | "suspended" | "running" | "done";
const states: readonly GeneratorState[] = ["start", "suspended", "running", "done"];

/** What a generator function answers. Journalled; a suspended frame never changes. */
export class VGenerator extends OrdinaryObject {
  state: GeneratorState = "start";
  frame: Frame | undefined = undefined;

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.word(states.indexOf(this.state));
    if (this.frame !== undefined) writeSuspended(this.frame, out);
    this.writeNamed(out);
  }

  set(m: Runner, state: GeneratorState, frame: Frame | undefined): void {
    m.journal.save(this, "state");
    m.journal.save(this, "frame");
    this.state = state;
    this.frame = frame;
  }
}

/** The call of a generator function ends here, with the generator; the frame waits for the first `next`. */
export function startGenerator(m: Runner, f: Frame): number {
  begin(m);
  const kind = f.code.isAsync ? "AsyncGenerator" : "Generator";
  const own = f.callee.readOwn("prototype");
  const proto = isObject(own) ? own : m.realm.intrinsic(`${kind}Prototype`);
  const made = f.code.isAsync
    ? new VAsyncGenerator(m.nextId(), proto, m.realm.emptyShape, [], "async generator")
    : new VGenerator(m.nextId(), proto, m.realm.emptyShape, [], "generator");
  f.owner = made;
  const suspended = suspend(f);
  made.frame = suspended;
  return deliver(m, f, made, 0);
}

export function yieldValue(m: Runner, f: Frame, i: Instruction): number {
  begin(m);
  m.host.suspends?.("yield");
  const value = f.registers[i.b];
  if (f.owner instanceof VAsyncGenerator) return asyncYield(m, f, f.owner, value, tagOf(f, i.b));
  (f.owner as VGenerator).set(m, "suspended", suspend(f));
  return deliver(m, f, makeIteratorResult(m, value, false), tagOf(f, i.b));
}

/** `yield*` passes on the result object that it got. */
export function yieldResult(m: Runner, f: Frame, i: Instruction): number {
  begin(m);
  m.host.suspends?.("yield");
  (f.owner as VGenerator).set(m, "suspended", suspend(f));
  return deliver(m, f, f.registers[i.b], tagOf(f, i.b));
}

export function generatorReturned(m: Runner, f: Frame, value: Value, tag: number): number {
  if (f.owner instanceof VAsyncGenerator) return asyncReturned(m, f, f.owner, value, tag);
  (f.owner as VGenerator).set(m, "done", undefined);
  return deliver(m, f, makeIteratorResult(m, value, true), tag);
}

/** True: the exception has gone to a promise. */
export function generatorThrew(m: Runner, f: Frame, thrown: Thrown): boolean {
  if (f.owner instanceof VAsyncGenerator) return asyncThrew(m, f, f.owner, thrown);
  (f.owner as VGenerator).set(m, "done", undefined);
  return false;
}

/** `next`, `return` and `throw` of generators. */
export class GeneratorMethod extends FrameFunction {
  readonly resumes: ResumeKind;

  constructor(m: Runner, kind: ResumeKind) {
    super(m.nextId(), m.realm.functionPrototype, m.realm.functionShape, [1, kind], {
      isConstructor: false,
      nativeName: `Generator.${kind}`,
    });
    this.resumes = kind;
  }

  enter(m: Runner, caller: Frame, thisValue: Value, args: readonly Value[], tags: readonly number[] | undefined): number {
    const { resumes } = this;
    if (!(thisValue instanceof VGenerator)) {
      return m.fail("TypeError", `Method [Generator].prototype.${resumes} called on incompatible receiver ${describe(thisValue)}`);
    }
    m.touch(thisValue, whole, "write");
    const { state, frame } = thisValue;
    if (state === "running") return m.fail("TypeError", "Generator is already running");
    const tag = tags?.[0] ?? 0;
    if (frame === undefined || (state === "start" && resumes !== "next")) return this.#ended(m, caller, thisValue, args[0], tag);
    thisValue.set(m, "running", undefined);
    return resumeWith(m, frame.copyOnto(caller), resumes, args[0], tag);
  }

  /** It has ended, or ends before it has begun. */
  #ended(m: Runner, caller: Frame, generator: VGenerator, value: Value, tag: number): number {
    if (generator.state !== "done") generator.set(m, "done", undefined);
    if (this.resumes === "throw") throw new Thrown(value, tag);
    const isReturn = this.resumes === "return";
    caller.registers[(caller.code.instructions[caller.pc] as Instruction).a] = makeIteratorResult(m, isReturn ? value : undefined, true);
    return caller.pc + 1;
  }
}
