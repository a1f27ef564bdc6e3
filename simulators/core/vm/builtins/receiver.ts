import { describe } from "./argument.ts";
import type { VObject } from "../cell.ts";
import type { Value } from "../value.ts";
import type { Vm } from "../vm.ts";

/** `this` of a method that only works on objects of one kind. @param method "Map.prototype.get", for V8's message. */
export function receiver<Kind extends VObject>(vm: Vm, value: Value, kind: abstract new (...args: never[]) => Kind, method: string): Kind {
  return value instanceof kind ? value : vm.fail("TypeError", `Method ${method} called on incompatible receiver ${describe(value)}`);
}
