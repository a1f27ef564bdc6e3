import { strideOf } from "../protocol/layout.ts";

/** The memory of one node, as the manager sees it: what is free, and where. */
export class Memory {
  readonly name: string;
  readonly offered: number;
  #used = 0;
  /** First byte that was never given away. */
  #end = 0;
  /** Blocks that may be used again, by stride, ascending. */
  readonly #free = new Map<number, number[]>();

  constructor(name: string, offered: number) {
    this.name = name;
    this.offered = offered;
  }

  get free(): number {
    return this.offered - this.#used;
  }

  /** The start of a block for a region of `regionSize` bytes, lowest first; undefined when the node is full. */
  take(regionSize: number): number | undefined {
    if (regionSize > this.free) return undefined;
    this.#used += regionSize;
    const stride = strideOf(regionSize);
    const again = this.#free.get(stride)?.shift();
    if (again !== undefined) return again;
    const base = this.#end;
    this.#end += stride;
    return base;
  }

  /** The block may be used again. It holds zeros. */
  give(base: number, regionSize: number): void {
    this.#used -= regionSize;
    const stride = strideOf(regionSize);
    const blocks = [...(this.#free.get(stride) ?? []), base].sort((a, b) => a - b);
    this.#free.set(stride, blocks);
  }
}
