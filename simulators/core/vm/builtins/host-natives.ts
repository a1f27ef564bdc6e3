import type { VObject } from "../cell.ts";
import { toNumber, toText } from "../convert.ts";
import { processExit } from "../host.ts";
import { isCallable } from "../objects/function.ts";
import { makeRecord } from "../objects/make.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { arrayOf, slotsOf, touchList } from "./array-elements.ts";
import { isObject } from "../convert.ts";

/** What host modules and globals ask of the host: time, micro-tasks, output, the process. */
export const hostNatives: readonly (readonly [string, number, NativeFunction])[] = [
  ["$notModelled", 1, (vm, _, [message]) => vm.notModelled(message as string)],
  ["$setTimer", 4, setTimer],
  ["$clearTimer", 1, clearTimer],
  ["$now", 0, (vm) => vm.host.now()],
  ["$elapsed", 0, (vm) => vm.host.now() - (vm.host.timeOrigin ?? 0)],
  ["$hasClock", 0, (vm) => vm.host.hasClock !== false],
  ["$enqueue", 2, enqueue],
  ["$keepsAsyncStore", 0, (vm) => vm.host.keepsAsyncStore?.() === true],
  ["$asyncStore", 0, (vm) => vm.asyncStore],
  ["$setAsyncStore", 1, setAsyncStore],
  ["$effect", 2, effect],
  ["$exit", 1, exit],
  ["$environment", 0, (vm) => makeRecord(vm, vm.host.environment ?? {})],
  ["$commandLine", 0, (vm) => arrayOf(vm, ["/usr/bin/node", "/scenario"])],
  ["$kind", 1, (_, __, [value]) => (isObject(value) ? kindOf(value) : "")],
  ["$functionKind", 1, (_, __, [value]) => functionKind(value)],
];

function setAsyncStore(vm: Vm, _: Value, [store]: readonly Value[]): undefined {
  vm.enterStore(store);
}

function setTimer(vm: Vm, _: Value, [callback, args, delay, repeats]: readonly Value[]): Value {
  const list = args as VObject;
  const values = slotsOf(vm, list, touchList(vm, list, "read")) as readonly Value[];
  return vm.host.setTimer(callback as VObject, [...values], delay as number, repeats === true);
}

function clearTimer(vm: Vm, _: Value, [timer]: readonly Value[]): undefined {
  vm.host.clearTimer(toNumber(vm, timer));
}

function effect(vm: Vm, _: Value, [what, text]: readonly Value[]): undefined {
  vm.host.effect(what as string, toText(vm, text));
}

function enqueue(vm: Vm, _: Value, [callback, args]: readonly Value[]): undefined {
  const { flow } = vm;
  const list = args as VObject;
  const values = slotsOf(vm, list, touchList(vm, list, "read")) as readonly Value[];
  vm.host.enqueue({
    context: vm.context,
    callee: callback as VObject,
    args: [...values],
    tags: values.map(() => flow),
    store: vm.asyncStore,
  });
}

function exit(vm: Vm, _: Value, [code]: readonly Value[]): never {
  if (vm.host.exit === undefined) return vm.notModelled("`process.exit` is not modelled here: return or throw instead");
  vm.host.exit(code as number);
  return vm.pause(processExit);
}

/** Wrappers of primitives tell what they wrap. */
function kindOf(object: VObject): string {
  const wrapped = (object as { readonly value?: Value }).value;
  return object.kind === "wrapper" ? typeof wrapped : object.kind;
}

function functionKind(value: Value): string {
  if (!isCallable(value)) return "";
  if (value.isClass) return "class";
  const { code } = value;
  const parts = [...(code?.isAsync ? ["async"] : []), ...(code?.isGenerator ? ["generator"] : [])];
  return parts.length === 0 ? "plain" : parts.join("-");
}
