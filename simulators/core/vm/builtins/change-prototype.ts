import type { VObject } from "../cell.ts";
import { describeObject } from "../property.ts";
import type { Vm } from "../vm.ts";

/** Object.setPrototypeOf and `__proto__ =`. */
export function changePrototype(vm: Vm, object: VObject, proto: VObject | null): void {
  vm.touch(object, "__proto__", "read");
  if (object.proto === proto) return;
  object.touchAll(vm, "write");
  if (!object.isExtensible) vm.fail("TypeError", `${describeObject(object)} is not extensible`);
  if (object === vm.realm.objectPrototype)
    vm.fail("TypeError", "Immutable prototype object 'Object.prototype' cannot have their prototype set");
  for (let each = proto; each !== null; each = each.proto) if (each === object) vm.fail("TypeError", "Cyclic __proto__ value");
  object.setPrototype(proto);
}
