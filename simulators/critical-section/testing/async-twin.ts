/**
 * A second opinion on model=async: the program runs on V8 itself, once for each schedule. What varies is what C2.1 lets vary: when a thread is called,
 * when an external operation takes effect and when it completes, and that the clock jumps when nothing else is to be called. Shares nothing with the machine.
 */
export interface TwinProgram {
  /** The body of a function: declarations, then `return { threads: [f, …], end: () => value }`. Free names: external, sleep, setTimeout. */
  readonly source: string;
}

/**
 * Texts of all ends; undefined: there are more schedules than `most`.
 * @param drained Answers when all micro-tasks have run.
 */
export async function endsOnV8(
  { source }: TwinProgram,
  most: number,
  drained: () => Promise<void>,
): Promise<ReadonlySet<string> | undefined> {
  const ends = new Set<string>();
  const prefix: number[] = [];
  for (let count = 0; ; count += 1) {
    if (count >= most) return undefined;
    const run = new TwinRun(source);
    const widths: number[] = [];
    for (let step = 0; ; step += 1) {
      await drained();
      const choices = run.choices();
      if (choices.length === 0) break;
      if (step === prefix.length) prefix.push(0);
      widths.push(choices.length);
      choices[prefix[step] as number]?.();
    }
    ends.add(run.end());
    // The next schedule: the last choice that can be made otherwise.
    while (prefix.length > 0 && (prefix.at(-1) as number) + 1 >= (widths[prefix.length - 1] as number)) prefix.pop();
    if (prefix.length === 0) return ends;
    prefix.push((prefix.pop() as number) + 1);
  }
}

interface Loaded {
  readonly threads: readonly (() => Promise<unknown>)[];
  end(): unknown;
}

class TwinRun {
  readonly #loaded: Loaded;
  /** By thread: what its promise has come to; undefined: it has not been called. */
  readonly #results: unknown[] = [];
  /** Moments that may come in any order. */
  #moments: (() => void)[] = [];
  #timers: { readonly due: number; readonly fire: () => void }[] = [];
  #clock = 0;

  constructor(source: string) {
    // The program is a text of the test's own: as for the machine, so for V8.
    // oxlint-disable-next-line typescript/no-implied-eval
    const load = new Function("external", "sleep", "setTimeout", source) as (...free: readonly unknown[]) => Loaded;
    const external = (effect: () => unknown) => new Promise((resolve, reject) => this.#call(effect, resolve, reject));
    const sleep = (milliseconds: number) => new Promise<void>((resolve) => this.#later(resolve, milliseconds));
    this.#loaded = load(external, sleep, (callback: () => void, milliseconds: number) => this.#later(callback, milliseconds));
  }

  /** What may happen next, once all micro-tasks have run. */
  choices(): readonly (() => void)[] {
    const starts = this.#unstarted.map((index) => () => this.#start(index));
    const moments = this.#moments.map((moment) => () => {
      this.#moments = this.#moments.filter((other) => other !== moment);
      moment();
    });
    const [first] = [...this.#timers].sort((a, b) => a.due - b.due);
    if (starts.length > 0 || !first) return [...starts, ...moments];
    return [...moments, () => this.#fire(first)];
  }

  end(): string {
    return JSON.stringify([this.#loaded.end(), this.#results]);
  }

  get #unstarted(): readonly number[] {
    return this.#loaded.threads.flatMap((_, index) => (this.#results[index] === undefined ? [index] : []));
  }

  #start(index: number): void {
    this.#results[index] = "pending";
    this.#loaded.threads[index]?.().then(
      (value) => (this.#results[index] = value),
      () => (this.#results[index] = "threw"),
    );
  }

  #call(effect: () => unknown, resolve: (value: unknown) => void, reject: (reason: unknown) => void): void {
    this.#moments.push(() => {
      let complete: () => void;
      try {
        const value = effect();
        complete = () => resolve(value);
      } catch (error) {
        complete = () => reject(error);
      }
      this.#moments.push(complete);
    });
  }

  #later(callback: () => void, milliseconds: number): void {
    this.#timers.push({ due: this.#clock + milliseconds, fire: callback });
  }

  #fire(timer: { readonly due: number; readonly fire: () => void }): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    this.#clock = Math.max(this.#clock, timer.due);
    timer.fire();
  }
}
