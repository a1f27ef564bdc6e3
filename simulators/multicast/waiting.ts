/** Copies that wait at the nodes of one kind: counted by node, so that copies that meet cost no more than one. */
export class Waiting {
  /** The first `count` are the nodes with copies, in the order in which they got their first. */
  readonly ids: Uint32Array;
  /** By node. */
  readonly copies: Uint32Array;
  count = 0;

  constructor(nodes: number) {
    this.ids = new Uint32Array(nodes);
    this.copies = new Uint32Array(nodes);
  }

  add(id: number, copies: number): void {
    const before = this.copies[id] ?? 0;
    if (before === 0) this.ids[this.count++] = id;
    this.copies[id] = before + copies;
  }

  /** Costs as much as was waiting, not as much as there are nodes. */
  clear(): void {
    for (let index = 0; index < this.count; index++) this.copies[this.ids[index] ?? 0] = 0;
    this.count = 0;
  }
}
