import { Accessor, attribute, type NamedSlot, type VObject } from "../cell.ts";
import { VArray } from "../objects/array.ts";
import { VError } from "../objects/error.ts";
import { isCallable } from "../objects/function.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import { isPrivateName } from "../symbols.ts";
import { hole, type Key, type Slot, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { type Layout, layOut, type Parts, quote } from "./console-layout.ts";
import { describeContent } from "./console-content.ts";
import { errorText } from "./console-error.ts";
import { plainValue } from "./plain.ts";
import { Walk } from "./walk.ts";

/** Options of `util.inspect` that make a difference here. */
export interface InspectOptions {
  readonly depth: number;
  readonly showHidden: boolean;
  readonly customInspect: boolean;
  readonly breakLength: number;
  readonly compact: number | boolean;
  readonly maxArrayLength: number;
  readonly maxStringLength: number;
  readonly sorted: boolean;
  readonly getters: boolean;
}

/** Values that one text shows: each takes longer than in other calls. */
const mostShown = 2 ** 17;

export const defaultOptions: InspectOptions = {
  depth: 2,
  showHidden: false,
  customInspect: true,
  breakLength: 80,
  compact: 3,
  maxArrayLength: 100,
  maxStringLength: 10_000,
  sorted: false,
  getters: false,
};

/** A value as Node's `util.inspect` shows it. Objects that are looked into are accessed as a whole; the only code of the program's that runs is `[inspect.custom]`. */
export function inspectValue(vm: Vm, value: Value, options: InspectOptions = defaultOptions): string {
  return new Inspection(vm, options).value(value, 0);
}

export class Inspection implements Layout {
  readonly vm: Vm;
  readonly options: InspectOptions;
  readonly breakLength: number;
  readonly compact: number | boolean;
  readonly maxArrayLength: number;
  indentation = 0;
  currentDepth = 0;
  readonly #walk: Walk;
  readonly #above: VObject[] = [];
  /** Objects that contain themselves, in the order in which that was seen. */
  readonly #cycles: VObject[] = [];

  constructor(vm: Vm, options: InspectOptions) {
    this.vm = vm;
    this.#walk = new Walk(vm, mostShown);
    this.options = options;
    this.breakLength = options.breakLength;
    this.compact = options.compact;
    this.maxArrayLength = options.maxArrayLength;
  }

  /** @param depth of the object that it is in. */
  value(slot: Slot, depth: number): string {
    this.#walk.visit(this.indentation);
    if (slot === hole) return "<empty>";
    if (!(slot instanceof OrdinaryObject)) return this.primitive(slot as Exclude<Value, VObject>);
    const custom = this.options.customInspect ? this.#custom(slot, depth) : undefined;
    if (custom !== undefined) return custom;
    if (!this.#above.includes(slot)) return this.#object(slot, depth);
    if (!this.#cycles.includes(slot)) this.#cycles.push(slot);
    return `[Circular *${this.#cycles.indexOf(slot) + 1}]`;
  }

  primitive(value: Exclude<Value, VObject>): string {
    if (typeof value === "string") return this.#text(value);
    if (typeof value === "bigint") return `${value}n`;
    return Object.is(value, -0) ? "-0" : String(value);
  }

  #text(text: string): string {
    const most = this.options.maxStringLength;
    const rest = text.length > most ? `... ${text.length - most} more character${text.length - most > 1 ? "s" : ""}` : "";
    const shown = text.slice(0, most);
    const isLong = this.compact !== true && shown.length > 16 && shown.length > this.breakLength - this.indentation - 4;
    if (!isLong) return quote(shown) + rest;
    return (
      shown
        .split(/(?<=\n)/)
        .map(quote)
        .join(` +\n${" ".repeat(this.indentation + 2)}`) + rest
    );
  }

  #custom(object: OrdinaryObject, depth: number): string | undefined {
    const { vm } = this;
    const method = plainValue(object, inspectCustom);
    if (!isCallable(method) || method.native !== undefined) return undefined;
    const left = this.options.depth - depth;
    const answer = vm.call(method, object, [left, vm.object()]);
    if (answer === object) return undefined;
    if (typeof answer !== "string") return this.value(answer, depth);
    return answer.replaceAll("\n", `\n${" ".repeat(this.indentation)}`);
  }

  #object(object: OrdinaryObject, above: number): string {
    object.touchAll(this.vm, "read");
    const content = describeContent(this, object);
    const keys = this.#keys(object, content.hidden);
    const isEmpty = keys.length === 0 && content.isEmpty;
    if (above > this.options.depth && !isEmpty) return `[${content.title}]`;
    const depth = above + 1;
    const base = object instanceof VError ? errorText(this, object) : content.base;
    if (isEmpty) return base === "" ? `${content.braces[0]}${content.braces[1]}` : base;
    this.#above.push(object);
    this.currentDepth = depth;
    const output = [...content.write(depth), ...keys.map((key) => this.property(object, key, depth))];
    this.#above.pop();
    const sorted = this.options.sorted && !content.isList ? [...output].sort() : output;
    const { isList, isNumeric } = content;
    return layOut(this, { output: sorted, isList, isNumeric, depth, ...this.#marked(object, base, content.braces) });
  }

  /** An object that contains itself has a number. */
  #marked(object: OrdinaryObject, base: string, braces: readonly [string, string]): Pick<Parts, "base" | "braces"> {
    const cycle = this.#cycles.indexOf(object);
    if (cycle < 0) return { base, braces };
    const mark = `<ref *${cycle + 1}>`;
    if (this.compact === true) return { base: base === "" ? mark : `${mark} ${base}`, braces };
    return { base, braces: [`${mark} ${braces[0]}`, braces[1]] };
  }

  /** Of the properties to write. */
  #keys(object: OrdinaryObject, hidden: readonly Key[]): readonly Key[] {
    const isShown = (key: Key): boolean => {
      if (hidden.includes(key) || isPrivateName(key)) return false;
      return this.options.showHidden || (object.attributesOf(key) & attribute.enumerable) !== 0;
    };
    const hasElements = object instanceof VArray || object.kind === "typed-array";
    const keys = object.ownKeys().filter((key) => !(hasElements && typeof key === "number") && isShown(key));
    const more = object instanceof VError ? ["cause", "errors"].filter((key) => object.attributesOf(key) >= 0 && !keys.includes(key)) : [];
    return [...keys, ...more];
  }

  /** `name: value`. */
  property(object: OrdinaryObject, key: Key, depth: number): string {
    const isEnumerable = (object.attributesOf(key) & attribute.enumerable) !== 0;
    const shown = nameOf(key);
    return `${isEnumerable ? shown : `[${shown.replace(/^\[(.*)\]$/, "$1")}]`}: ${this.indented(() => this.#slot(object.readOwn(key), depth))}`;
  }

  indented(write: () => string): string {
    this.indentation += 2;
    const text = write();
    this.indentation -= 2;
    return text;
  }

  #slot(slot: NamedSlot | typeof hole, depth: number): string {
    if (!(slot instanceof Accessor)) return this.value(slot, depth);
    if (slot.get === undefined) return slot.set === undefined ? "undefined" : "[Setter]";
    return slot.set === undefined ? "[Getter]" : "[Getter/Setter]";
  }
}

export const inspectCustom: symbol = Symbol.for("nodejs.util.inspect.custom");

function nameOf(key: Key): string {
  if (typeof key === "symbol") return `[${key.toString()}]`;
  if (key === "__proto__") return "['__proto__']";
  return /^[a-zA-Z_][a-zA-Z_0-9]*$/.test(String(key)) ? String(key) : quote(String(key));
}
