import type { Vm } from "../vm.ts";

/** After so many values the embedder is told where the program is. */
const often = 2 ** 11;

/** Values that one call goes through. More are not made by objects alone: a machine has room for fewer. */
const mostValues = 2 ** 19;

/**
 * The way of one native call through values that hold one another. Few objects that name one another often are a way without end:
 * it is given up after a number of values that depends on nothing else.
 */
export class Walk {
  readonly #vm: Vm;
  readonly #most: number;
  #values = 0;
  #text = 0;

  constructor(vm: Vm, most = mostValues) {
    this.#vm = vm;
    this.#most = most;
  }

  /** One more value. @param text UTF-16 units that are written for it, beside its own. */
  visit(text = 0): void {
    this.#values += 1;
    this.#text += text;
    if ((this.#values & (often - 1)) === 0) this.#tell();
  }

  #tell(): void {
    this.#vm.beacon();
    if (this.#text > 0) this.#vm.charge(this.#text);
    this.#text = 0;
    if (this.#values < this.#most) return;
    const most = this.#most.toLocaleString("en");
    this.#vm.endless(`this call goes through more than ${most} values: it comes to the same objects again and again`);
  }
}
