import { Accessor, attribute } from "../cell.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import { makeNative } from "../objects/make.ts";
import type { Value } from "../value.ts";
import type { Runner } from "./runner.ts";

const hidden = attribute.writable | attribute.configurable;

/** The `arguments` of a function in strict mode. */
export function makeArguments(m: Runner, args: readonly Value[]): OrdinaryObject {
  const object = new OrdinaryObject(m.nextId(), m.realm.objectPrototype, m.realm.emptyShape, [], "arguments");
  for (const [index, value] of args.entries()) object.addNamed(index, value, attribute.all);
  object.addNamed("length", args.length, hidden);
  const values = m.realm.arrayPrototype.readOwn("values") as Value;
  object.addNamed(Symbol.iterator, values, hidden);
  object.addNamed("callee", thrower(m), attribute.accessor);
  return object;
}

/** One for all. */
function thrower(m: Runner): Accessor {
  const { realm } = m;
  if (!realm.has("$throwCallee")) {
    const message =
      "'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions or the arguments objects for calls to them";
    realm.define(
      "$throwCallee",
      realm.inBeginning(() => makeNative(m, "", 0, (vm) => vm.fail("TypeError", message))),
    );
  }
  const made = realm.intrinsic("$throwCallee");
  return new Accessor(made, made);
}
