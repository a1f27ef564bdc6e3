import { isObject, toBoolean } from "../convert.ts";
import { isCallable } from "../objects/function.ts";
import { get, getMethod } from "../property.ts";
import type { Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { shown } from "./shown.ts";

/** Everything that an iterable gives, undivided. */
export function listOf(vm: Vm, iterable: Value): readonly Value[] {
  const method = iterable === undefined || iterable === null ? undefined : getMethod(vm, iterable, Symbol.iterator);
  if (method === undefined) return vm.fail("TypeError", `${shown(iterable)} is not iterable`);
  const iterator = vm.call(method, iterable, []);
  const next = get(vm, iterator, "next");
  if (!isCallable(next)) return vm.fail("TypeError", `${shown(next)} is not a function`);
  const list: Value[] = [];
  for (;;) {
    const result = vm.call(next, iterator, []);
    if (!isObject(result)) return vm.fail("TypeError", `Iterator result ${shown(result)} is not an object`);
    if (toBoolean(get(vm, result, "done"))) return list;
    list.push(get(vm, result, "value"));
  }
}
