import type { Choice } from "./choices.ts";

/** Choices of the states on the way to the present one, by the journal's mark: the search comes back to a state as often as it has choices. */
export class ChoicesOnTheWay {
  readonly #marks: number[] = [];
  readonly #lists: (readonly Choice[])[] = [];

  remember(mark: number, choices: readonly Choice[]): readonly Choice[] {
    this.#forgetFrom(mark);
    this.#marks.push(mark);
    this.#lists.push(choices);
    return choices;
  }

  /** Of the state at this mark, to which the journal has gone back; undefined: to be found anew. */
  backAt(mark: number): readonly Choice[] | undefined {
    this.#forgetFrom(mark + 1);
    const last = this.#marks.length - 1;
    // At the start options may change between searches.
    return last > 0 && this.#marks[last] === mark ? this.#lists[last] : undefined;
  }

  #forgetFrom(mark: number): void {
    while (this.#marks.length > 0 && (this.#marks[this.#marks.length - 1] as number) >= mark) {
      this.#marks.pop();
      this.#lists.pop();
    }
  }
}
