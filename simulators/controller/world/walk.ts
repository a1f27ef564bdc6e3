import type { Transitions } from "./transitions.ts";
import type { StepInfo } from "./world.ts";

/** One run, step by step. */
export class Walk {
  readonly transitions: Transitions;
  /** The present state. */
  readonly words: Int32Array;
  readonly codes: number[] = [];
  /** The states before each of its own steps. */
  readonly passed: Int32Array[] = [];

  constructor(transitions: Transitions, first: Int32Array) {
    this.transitions = transitions;
    this.words = first.slice();
  }

  /** Another run, which has come the same way but for the last steps. */
  branch(without = 0): Walk {
    const length = this.codes.length - without;
    const branch = new Walk(this.transitions, without === 0 ? this.words : (this.passed[length] as Int32Array));
    branch.codes.push(...this.codes.slice(0, length));
    branch.passed.push(...this.passed.slice(0, length));
    return branch;
  }

  /** Takes the step with this code. @returns What it was about; undefined: there is no such step now. */
  take(code: number): StepInfo | undefined {
    return this.takeFirst((each) => each === code)?.info;
  }

  /** Takes the first step that is wanted. */
  takeFirst(isWanted: (code: number) => boolean): Taken | undefined {
    let taken: Taken | undefined;
    const next = new Int32Array(this.words.length);
    const { transitions } = this;
    transitions.isEnough = false;
    transitions.each(this.words, 0, (code) => {
      if (taken !== undefined || !isWanted(code)) return;
      taken = { code, info: transitions.info };
      next.set(transitions.next);
      transitions.isEnough = true;
    });
    transitions.isEnough = false;
    if (taken === undefined) return undefined;
    this.passed.push(this.words.slice());
    this.words.set(next);
    this.codes.push(taken.code);
    return taken;
  }
}

export interface Taken {
  readonly code: number;
  readonly info: StepInfo;
}
