import { shapeText } from "../../core/vm/shape-text.ts";
import { sectionOf, Subject, type SubjectResult } from "./subject.ts";

/** A program of the coverage suite in a section, which is interrupted twice and begun again, at every boundary in turn. */
export class InterruptedSection {
  readonly #subject: Subject;

  constructor(program: string) {
    this.#subject = new Subject(sectionOf(program), { maxEvents: 2 }, { allBoundaries: true }, { hasHandler: true });
    this.#take("run");
  }

  /** As long as nothing happens: the result, how many boundaries there are, and effects that can't be taken back. */
  undisturbed(): { readonly result: SubjectResult; readonly boundaries: number; readonly effects: readonly string[] } {
    const subject = this.#subject;
    const { mark } = subject;
    let boundaries = 0;
    let effects: readonly string[] = [];
    this.#take("run");
    for (; this.#isInside; boundaries += 1) {
      effects = subject.world.strand(0).effects.map(({ what }) => what);
      this.#take("run");
    }
    const result = subject.finish();
    subject.undoTo(mark);
    return { result, boundaries, effects };
  }

  /** Interrupted before the access `first`, then before the access `second`, counted from 0. @throws {Error} A revert is not exact. */
  interrupted(first: number, second: number): SubjectResult {
    const subject = this.#subject;
    const { mark } = subject;
    const begin = this.#state();
    for (const boundary of [first, second]) {
      for (let at = 0; at <= boundary; at += 1) this.#take("run");
      this.#take("event");
      this.#take("run");
      const after = this.#state();
      if (after !== begin)
        throw new Error(`interrupted before access ${boundary}: the state is not that of the section's begin\n${begin}\n${after}`);
    }
    const result = subject.finish();
    subject.undoTo(mark);
    return result;
  }

  get #isInside(): boolean {
    return this.#subject.world.strand(0).depth > 0;
  }

  #take(kind: "run" | "event"): void {
    const { world } = this.#subject;
    const choice = world.alternatives().findIndex((each) => each.kind === kind);
    if (choice < 0) throw new Error(`there is no choice "${kind}": ${world.notModelled?.message ?? world.strand(0).standing.kind}`);
    world.take(choice);
  }

  /** Memory and the thread's registers as words, and the shape of what the module's variables hold. */
  #state(): string {
    const { world } = this.#subject;
    const strand = world.strand(0);
    const out = world.keys.begin();
    world.vm.writeTask(strand.task, out);
    out.word(strand.jobs.length);
    out.value(strand.result);
    const { buffer, length } = world.keys.finish();
    return `${buffer.subarray(0, length).join()}\n${shapeText(world.vm.moduleScope?.slots ?? [])}`;
  }
}
