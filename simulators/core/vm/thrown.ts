import type { Value } from "./value.ts";

/** How natives throw a value into the user's program (`Vm.throwValue`, `Vm.fail`): the run loop makes it an exception of the program's. */
export class Thrown {
  readonly value: Value;
  /** Tag of data flow of `value`. */
  readonly tag: number;

  constructor(value: Value, tag: number) {
    this.value = value;
    this.tag = tag;
  }
}
