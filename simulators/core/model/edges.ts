/**
 * The steps between numbered states with their actions, in compressed rows: those of state i stand in one piece,
 * in the order of its successors. Rows are added in the order of states.
 */
export class Edges {
  /** Edges of state i are `rowStart(i) … rowStart(i + 1)`. */
  rows = new Int32Array(1025);
  targets = new Int32Array(4096);
  /** Wider ones from the first action on that needs it. */
  actions: Uint16Array | Uint32Array = new Uint16Array(4096);
  /** States whose row is complete. */
  rowCount = 0;
  count = 0;

  get bytes(): number {
    return this.rows.byteLength + this.targets.byteLength + this.actions.byteLength;
  }

  add(target: number, action: number): void {
    if (this.count === this.targets.length) this.#grow();
    if (action > 0xffff && this.actions instanceof Uint16Array) this.actions = Uint32Array.from(this.actions);
    this.targets[this.count] = target;
    this.actions[this.count] = action;
    this.count += 1;
  }

  endRow(): void {
    this.rowCount += 1;
    if (this.rowCount === this.rows.length) {
      const rows = new Int32Array(2 * this.rows.length);
      rows.set(this.rows);
      this.rows = rows;
    }
    this.rows[this.rowCount] = this.count;
  }

  /** Forgets the edges of a row that was not ended. */
  dropOpenRow(): void {
    this.count = this.rows[this.rowCount] as number;
  }

  #grow(): void {
    const targets = new Int32Array(2 * this.targets.length);
    targets.set(this.targets);
    this.targets = targets;
    const length = 2 * this.actions.length;
    const actions = this.actions instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length);
    actions.set(this.actions);
    this.actions = actions;
  }
}
