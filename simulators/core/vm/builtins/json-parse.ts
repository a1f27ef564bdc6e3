import { attribute, type VObject } from "../cell.ts";
import { makeArray, makeObject } from "../objects/make.ts";
import { canonicalKey, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";

type Parsed = null | boolean | number | string | readonly Parsed[] | { readonly [key: string]: Parsed };

/** `JSON.parse` without a reviver; V8's SyntaxError becomes the user's. */
export function parseJson(vm: Vm, text: string): Value {
  if (text.length > 4096) vm.charge(text.length * 8);
  return valueOf(vm, parse(vm, text));
}

function parse(vm: Vm, text: string): Parsed {
  try {
    return JSON.parse(text) as Parsed;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return vm.fail("SyntaxError", error.message);
  }
}

function valueOf(vm: Vm, parsed: Parsed): Value {
  if (typeof parsed !== "object" || parsed === null) return parsed;
  return isList(parsed)
    ? makeArray(
        vm,
        parsed.map((item) => valueOf(vm, item)),
      )
    : objectOf(vm, parsed);
}

const isList = (parsed: Parsed): parsed is readonly Parsed[] => Array.isArray(parsed);

function objectOf(vm: Vm, parsed: { readonly [key: string]: Parsed }): VObject {
  const object = makeObject(vm);
  for (const key of Object.keys(parsed)) object.addNamed(canonicalKey(key), valueOf(vm, parsed[key] as Parsed), attribute.all);
  return object;
}
