import { attribute } from "../cell.ts";
import { isObject, toText } from "../convert.ts";
import { preparerOf, VError, stackText } from "../objects/error.ts";
import { isCallable, type VFunction } from "../objects/function.ts";
import { makeArray, prototypeFor } from "../objects/make.ts";
import type { OrdinaryObject } from "../objects/ordinary.ts";
import { define, get, has } from "../property.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { ErrorName, NativeFunction, Vm } from "../vm.ts";
import { prepared, preparedStack, setStack, stackNatives } from "./call-sites.ts";
import { defineConstructor, type Methods } from "./install.ts";
import { defineIntrinsics } from "./script-constructor.ts";
import { shown } from "./shown.ts";
import { listOf } from "./iteration.ts";

const hidden = attribute.writable | attribute.configurable;
const derived: readonly ErrorName[] = [
  "EvalError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "TypeError",
  "URIError",
  "AggregateError",
];

export const errorBuiltins: Builtins = {
  globals: ["Error", ...derived],
  intrinsics: [
    "$preparedStack",
    "$setStack",
    ...stackNatives.map(([name]) => name),
    "ErrorPrototype",
    ...derived.map((name) => `${name}Prototype`),
  ],
  install: (vm) => {
    const error = defineError(vm, "Error", undefined);
    defineIntrinsics(vm, stackNatives);
    vm.realm.define("$preparedStack", vm.script("stack", 0, preparedStack));
    vm.realm.define("$setStack", vm.native("stack", 1, setStack));
    error.addNamed("stackTraceLimit", 10, attribute.all);
    for (const name of derived) defineError(vm, name, error);
  },
};

function defineError(vm: Vm, name: ErrorName, parent: VFunction | undefined): VFunction {
  const { constructor, prototype } = defineConstructor(vm, {
    name,
    length: name === "AggregateError" ? 2 : 1,
    call: name === "AggregateError" ? aggregateError : errorConstructor(name),
    ...(parent === undefined
      ? { statics: [["captureStackTrace", 2, captureStackTrace]], methods }
      : { parent, prototype: vm.object(vm.realm.intrinsic("ErrorPrototype")) as OrdinaryObject }),
  });
  prototype.addNamed("name", name, hidden);
  prototype.addNamed("message", "", hidden);
  return constructor;
}

function errorConstructor(name: ErrorName): NativeFunction {
  return (vm, _, [message, options], newTarget) => make(vm, name, message, options, newTarget);
}

const aggregateError: NativeFunction = (vm, _, [errors, message, options], newTarget) => {
  const list = listOf(vm, errors);
  const error = make(vm, "AggregateError", message, options, newTarget);
  error.addNamed("errors", makeArray(vm, [...list]), hidden);
  return error;
};

function make(vm: Vm, name: ErrorName, message: Value, options: Value, newTarget: Parameters<NativeFunction>[3]): VError {
  const text = message === undefined ? undefined : toText(vm, message);
  const proto = prototypeFor(vm, newTarget, `${name}Prototype`);
  const hasCause = isObject(options) && has(vm, options, "cause");
  const cause = hasCause ? get(vm, options, "cause") : undefined;
  const error = VError.make(vm, proto, text);
  if (hasCause) error.addNamed("cause", cause, hidden);
  return error;
}

/** `Error.captureStackTrace(object, callee)`: gives the object a `stack` of what called that function. */
function captureStackTrace(vm: Vm, _: Value, [object, callee]: readonly Value[]): Value {
  if (!isObject(object)) return vm.fail("TypeError", "Invalid argument");
  const places = vm.currentStack(isCallable(callee) ? callee : undefined);
  const prepare = preparerOf(vm);
  // Later it might be another function, or none; whoever sets one for a moment reads the stack at once.
  const value = prepare === undefined ? stackText(errorText(vm, object), places) : prepared(vm, prepare, object, places);
  define(vm, object, "stack", { value, writable: true, enumerable: false, configurable: true });
  return undefined;
}

const methods: Methods = [
  [
    "toString",
    0,
    (vm, thisValue) =>
      isObject(thisValue)
        ? errorText(vm, thisValue)
        : vm.fail("TypeError", `Method Error.prototype.toString called on incompatible receiver ${shown(thisValue)}`),
  ],
];

function errorText(vm: Vm, object: Value): string {
  const name = get(vm, object, "name");
  const message = get(vm, object, "message");
  const title = name === undefined ? "Error" : toText(vm, name);
  const text = message === undefined ? "" : toText(vm, message);
  return title === "" || text === "" ? title + text : `${title}: ${text}`;
}
