/**
 * Where a packed model writes the successors of a state: one after the other, each with the index of its action.
 *
 * ```ts
 * const to = out.add(commit);
 * out.words[to] = …;
 * out.words[to + 1] = …;
 * ```
 * `out.words` may be another array after each `add`. Words are not cleared: all of them must be written.
 */
export class Successors {
  /** Successor i is `words[i * width .. (i + 1) * width)`. */
  words: Int32Array;
  /** Action of successor i, as an index into the model's actions. */
  actions: Int32Array;
  count = 0;
  readonly width: number;

  /** @param width Words in a state. */
  constructor(width: number, capacity = 64) {
    this.width = width;
    this.words = new Int32Array(width * capacity);
    this.actions = new Int32Array(capacity);
  }

  /** Makes room for one more successor and returns the offset in `words` where it is to be written. */
  add(action: number): number {
    const index = this.count;
    if (index === this.actions.length) this.#grow();
    this.actions[index] = action;
    this.count = index + 1;
    return index * this.width;
  }

  /** The same, and starts it as a copy of another state. */
  addCopy(action: number, states: Int32Array, at: number): number {
    const to = this.add(action);
    for (let word = 0; word < this.width; word += 1) this.words[to + word] = states[at + word] as number;
    return to;
  }

  clear(): void {
    this.count = 0;
  }

  #grow(): void {
    const words = new Int32Array(this.words.length * 2);
    words.set(this.words);
    this.words = words;
    const actions = new Int32Array(this.actions.length * 2);
    actions.set(this.actions);
    this.actions = actions;
  }
}
