import { Thrown } from "../thrown.ts";
import type { Value } from "../value.ts";

/** What a piece of a native function came to: a value, or what it threw into the program. Stops of the thread go through. */
export interface Caught {
  readonly isThrown: boolean;
  readonly value: Value;
}

/** @param work may run code of the program's (`vm.get`, `vm.call`). */
export function caught(work: () => Value): Caught {
  try {
    return { isThrown: false, value: work() };
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    return { isThrown: true, value: error.value };
  }
}
