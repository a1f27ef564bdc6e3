import { attribute } from "../cell.ts";
import { toText } from "../convert.ts";
import { VWrapper } from "../objects/wrapper.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { defineConstructor, type Methods } from "./install.ts";
import { shown } from "./shown.ts";

const wellKnown = [
  "asyncIterator",
  "hasInstance",
  "isConcatSpreadable",
  "iterator",
  "match",
  "matchAll",
  "replace",
  "search",
  "species",
] as const;
/** The last two are added by Node; `using` needs them. */
const wellKnownLater = ["split", "toPrimitive", "toStringTag", "unscopables", "dispose", "asyncDispose"] as const;

export const symbolBuiltins: Builtins = {
  globals: ["Symbol"],
  intrinsics: ["SymbolPrototype"],
  install: (vm) => {
    const { prototype } = defineConstructor(vm, {
      name: "Symbol",
      length: 0,
      call: (machine, _, [description], newTarget) => {
        if (newTarget !== undefined) return machine.fail("TypeError", "Symbol is not a constructor");
        const text = description === undefined ? undefined : toText(machine, description);
        return machine.realm.symbols.symbol(machine.nextId(), text);
      },
      statics: [
        ["for", 1, (machine, _, [key]) => Symbol.for(toText(machine, key))],
        ["keyFor", 1, keyFor],
      ],
      staticConstants: [...wellKnown, ...wellKnownLater].map((name) => [name, Symbol[name as "iterator"]]),
      methods,
      accessors: [["description", (machine, thisValue) => thisSymbol(machine, thisValue, "description").description]],
      tag: "Symbol",
    });
    const toPrimitive = vm.native("[Symbol.toPrimitive]", 1, (machine, thisValue) =>
      thisSymbol(machine, thisValue, "[Symbol.toPrimitive]"),
    );
    prototype.addNamed(Symbol.toPrimitive, toPrimitive, attribute.configurable);
  },
};

function keyFor(vm: Vm, _: Value, [symbol]: readonly Value[]): Value {
  return typeof symbol === "symbol" ? Symbol.keyFor(symbol) : vm.fail("TypeError", `${shown(symbol)} is not a symbol`);
}

const methods: Methods = [
  ["toString", 0, (vm, thisValue) => thisSymbol(vm, thisValue, "toString").toString()],
  ["valueOf", 0, (vm, thisValue) => thisSymbol(vm, thisValue, "valueOf")],
];

function thisSymbol(vm: Vm, value: Value, method: string): symbol {
  if (typeof value === "symbol") return value;
  if (value instanceof VWrapper && typeof value.value === "symbol") return value.value;
  return vm.fail("TypeError", `Symbol.prototype.${method} requires that 'this' be a Symbol`);
}
