import { absent, Accessor, attribute, type VObject } from "../../core/vm/cell.ts";
import { VDate } from "../../core/vm/builtins/date.ts";
import { VArray } from "../../core/vm/objects/array.ts";
import { isCallable } from "../../core/vm/objects/function.ts";
import { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import { canonicalKey, hole, type Value } from "../../core/vm/value.ts";
import type { Vm } from "../../core/vm/vm.ts";
import { modelFields } from "../client-node/models.ts";

/** 0 or 1, of the Kubernetes client. */
type Generation = number;

/**
 * What the client makes of a body that it sends, as `serialise` of in-machine/client-node/serialise.ts says it, as long as no code of the user's is called.
 * @returns Undefined: code would be called, or something is not what its model says.
 */
export const sentBody = (vm: Vm, value: Value, type: string, generation: Generation): Value =>
  unlessUnfit(() => sent(vm, value, type, generation));

/**
 * The same of a body that it shows, as `deserialise` there.
 * @param parts The class of a model, and a Date of a text.
 */
export const shownBody = (vm: Vm, value: Value, type: string, generation: Generation, parts: BodyParts): Value =>
  unlessUnfit(() => shown(vm, value, type, generation, parts));

export interface BodyParts {
  model(name: string): Value;
  date(value: Value): Value;
}

/** `serialise` and `deserialise` have to see to it. */
class Unfit {
  readonly isUnfit = true;
}

function unlessUnfit(make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    if (error instanceof Unfit) return undefined;
    throw error;
  }
}

function sent(vm: Vm, value: Value, type: string, generation: Generation): Value {
  if (value === undefined || value === null || isPrimitive(type)) return value;
  if (type.startsWith("[")) return vm.array(itemsOf(vm, value).map((item) => sent(vm, item, type.slice(1), generation)));
  if (type.startsWith("{")) return generation === 0 ? value : mapped(vm, value, (item) => sent(vm, item, type.slice(1), generation));
  if (type === "t") return generation === 1 && !(value instanceof VDate) ? value : textOfDate(vm, value);
  const fields = knownFields(type, generation);
  if (fields === undefined) return value;
  const object = plainObject(vm, value);
  const made = vm.object() as OrdinaryObject;
  for (const { name, wire, type: inner } of fields) {
    const field = sent(vm, fieldOf(object, name), inner, generation);
    if (field !== undefined) made.addNamed(wire, field, attribute.all);
  }
  return made;
}

function shown(vm: Vm, value: Value, type: string, generation: Generation, parts: BodyParts): Value {
  if (value === undefined || value === null || isPrimitive(type)) return value;
  if (type.startsWith("[")) return vm.array(itemsOf(vm, value).map((item) => shown(vm, item, type.slice(1), generation, parts)));
  if (type.startsWith("{"))
    return generation === 0 ? value : mapped(vm, value, (item) => shown(vm, item, type.slice(1), generation, parts));
  if (type === "t") return parts.date(value);
  const fields = knownFields(type, generation);
  if (fields === undefined) return value;
  const object = plainObject(vm, value);
  const proto = vm.get(parts.model(type) as VObject, "prototype") as VObject;
  const made = vm.object(proto) as OrdinaryObject;
  for (const { name, wire, type: inner } of fields) {
    const field = shown(vm, fieldOf(object, wire), inner, generation, parts);
    if (field === undefined && generation === 1) continue;
    mustBeFree(proto, name);
    made.addNamed(name, field, attribute.all);
  }
  return made;
}

interface Field {
  readonly name: string;
  readonly wire: string;
  readonly type: string;
}

const known = [new Map<string, readonly Field[] | undefined>(), new Map<string, readonly Field[] | undefined>()] as const;

function knownFields(model: string, generation: Generation): readonly Field[] | undefined {
  const fields = known[generation === 0 ? 0 : 1];
  if (!fields.has(model)) fields.set(model, inThrees(modelFields(model, generation)));
  return fields.get(model);
}

function inThrees(list: readonly string[] | undefined): readonly Field[] | undefined {
  if (list === undefined) return undefined;
  const fields: Field[] = [];
  for (let at = 0; at < list.length; at += 3)
    fields.push({ name: list[at] as string, wire: list[at + 1] as string, type: list[at + 2] as string });
  return fields;
}

const primitives = new Set(["s", "n", "b", "any", "string", "number", "boolean", "double", "integer", "long", "float"]);
const isPrimitive = (type: string): boolean => primitives.has(type);

/** Of an array as a program makes it: without holes. */
function itemsOf(vm: Vm, value: Value): readonly Value[] {
  if (!(value instanceof VArray) || !value.isPlain || value.proto !== vm.realm.arrayPrototype || value.elements.includes(hole))
    throw new Unfit();
  value.touchAll(vm, "read");
  return value.elements;
}

/** Every field that `for … in` finds: of an object whose prototypes have none to be found. */
function mapped(vm: Vm, value: Value, change: (item: Value) => Value): Value {
  const object = plainObject(vm, value);
  if (object.proto !== null && object.proto !== vm.realm.objectPrototype) throw new Unfit();
  if (vm.realm.objectPrototype.ownKeys().some((key) => (vm.realm.objectPrototype.attributesOf(key) & attribute.enumerable) !== 0))
    throw new Unfit();
  const made = vm.object() as OrdinaryObject;
  for (const key of object.ownKeys()) {
    if (typeof key === "symbol" || (object.attributesOf(key) & attribute.enumerable) === 0) continue;
    if (key === "__proto__") throw new Unfit();
    made.addNamed(key, change(fieldOf(object, key)), attribute.all);
  }
  return made;
}

function plainObject(vm: Vm, value: Value): OrdinaryObject {
  if (!(value instanceof OrdinaryObject) || value.kind !== "object") throw new Unfit();
  value.touchAll(vm, "read");
  return value;
}

/** A field, own or of a prototype, that is no getter. */
function fieldOf(object: VObject, name: string | number): Value {
  const key = typeof name === "string" ? canonicalKey(name) : name;
  for (let holder: VObject | null = object; holder !== null; holder = holder.proto) {
    const slot = holder.readOwn(key);
    if (slot instanceof Accessor) throw new Unfit();
    if (slot !== hole) return slot;
  }
  return undefined;
}

/** No prototype has a say in what is written under this name. */
function mustBeFree(proto: VObject, name: string): void {
  for (let holder: VObject | null = proto; holder !== null; holder = holder.proto) {
    const attributes = holder.attributesOf(name);
    if (attributes !== absent && ((attributes & attribute.accessor) !== 0 || (attributes & attribute.writable) === 0)) throw new Unfit();
  }
}

/** `toISOString` of ours. */
function textOfDate(vm: Vm, value: Value): Value {
  if (!(value instanceof VDate)) throw new Unfit();
  const method = fieldOf(value, "toISOString");
  if (!isCallable(method) || method.native === undefined) throw new Unfit();
  return vm.call(method, value, []);
}
