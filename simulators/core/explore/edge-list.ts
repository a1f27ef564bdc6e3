/** Labelled edges between numbered states, in the order in which they were found. 12 bytes an edge. */
export class EdgeList {
  #words = new Int32Array(3 * 1024);
  count = 0;

  add(from: number, to: number, label: number): void {
    if (this.#words.length < 3 * (this.count + 1)) {
      const larger = new Int32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    const at = 3 * this.count;
    this.#words[at] = from;
    this.#words[at + 1] = to;
    this.#words[at + 2] = label;
    this.count += 1;
  }

  from(edge: number): number {
    return this.#words[3 * edge] as number;
  }

  to(edge: number): number {
    return this.#words[3 * edge + 1] as number;
  }

  label(edge: number): number {
    return this.#words[3 * edge + 2] as number;
  }
}
