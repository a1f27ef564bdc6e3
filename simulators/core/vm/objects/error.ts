import { attribute, type NamedSlot, type OwnProperty, type VObject } from "../cell.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Key, type Value } from "../value.ts";
import type { CodePlace, Vm } from "../vm.ts";
import { isCallable } from "./function.ts";
import { OrdinaryObject, ownProperty } from "./ordinary.ts";

const hidden = attribute.writable | attribute.configurable;

/**
 * An error. Its `stack` is an own property, as in V8: the title as it is when it is read, and the functions that were running when it was made.
 * It is kept apart from other properties until the program assigns, defines or deletes it.
 */
export class VError extends OrdinaryObject {
  /** Innermost first; for whoever reports it. */
  places: readonly CodePlace[] = [];
  /** Journalled. */
  hasBuiltinStack = true;

  /** @param message undefined: no own property of that name. */
  static make(vm: Vm, proto: VObject | null, message: string | undefined): VError {
    const error = new VError(vm.nextId(), proto, vm.realm.emptyShape, [], "error");
    error.places = vm.currentStack();
    if (message !== undefined) error.addNamed("message", message, hidden);
    if (preparerOf(vm) !== undefined) error.#leaveStackTo(vm);
    return error;
  }

  override attributesOf(key: Key): number {
    return this.#isStack(key) ? hidden : super.attributesOf(key);
  }

  override readOwn(key: Key): NamedSlot | typeof hole {
    return this.#isStack(key) ? stackText(errorTitle(this), this.places) : super.readOwn(key);
  }

  override getOwn(key: Key): OwnProperty | undefined {
    return this.#isStack(key) ? ownProperty(stackText(errorTitle(this), this.places), hidden) : super.getOwn(key);
  }

  override writeOwn(vm: Vm, key: Key, value: Value): boolean {
    if (!this.#isStack(key)) return super.writeOwn(vm, key, value);
    this.#dropStack();
    this.addNamed(key, value, hidden);
    return true;
  }

  override defineOwn(key: Key, property: OwnProperty): boolean {
    if (!this.#isStack(key)) return super.defineOwn(key, property);
    this.#dropStack();
    this.addNamed(key, undefined, hidden);
    return super.defineOwn(key, property);
  }

  override deleteOwn(key: Key): boolean {
    if (!this.#isStack(key)) return super.deleteOwn(key);
    this.#dropStack();
    return true;
  }

  override ownKeys(): readonly Key[] {
    if (!this.hasBuiltinStack) return super.ownKeys();
    const others = super.ownKeys();
    const firstText = others.findIndex((key) => typeof key !== "number");
    const indices = firstText < 0 ? others : others.slice(0, firstText);
    return [...indices, "stack", ...others.slice(indices.length)];
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.text(this.hasBuiltinStack ? stackText("", this.places) : "");
    this.writeNamed(out);
  }

  #leaveStackTo({ realm }: Vm): void {
    const [getter, setter] = [realm.intrinsic("$preparedStack"), realm.intrinsic("$setStack")];
    this.defineOwn("stack", { get: getter, set: setter, enumerable: false, configurable: true });
  }

  #isStack(key: Key): boolean {
    return key === "stack" && this.hasBuiltinStack;
  }

  #dropStack(): void {
    this.shape.journal.save(this, "hasBuiltinStack");
    this.hasBuiltinStack = false;
  }
}

/** `Error.prepareStackTrace`, if it is a function of the program's. */
export function preparerOf({ realm }: Vm): VObject | undefined {
  const slot = realm.intrinsic("Error").readOwn("prepareStackTrace");
  return slot !== hole && isCallable(slot) ? slot : undefined;
}

/** "TypeError: message", from the properties, as far as they are plain data; runs nothing of the program's. */
export function errorTitle(error: OrdinaryObject): string {
  const name = plainText(error, "name") ?? "Error";
  const message = plainText(error, "message") ?? "";
  if (name === "") return message;
  return message === "" ? name : `${name}: ${message}`;
}

function plainText(object: VObject, key: string): string | undefined {
  for (let holder: VObject | null = object; holder !== null; holder = holder.proto) {
    const slot = holder.readOwn(key);
    if (slot !== hole) return typeof slot === "string" ? slot : undefined;
  }
  return undefined;
}

/** V8 shows ten frames. */
export function stackText(title: string, places: readonly CodePlace[]): string {
  return [title, ...places.slice(0, 10).map(({ name }) => `    at ${name === "" ? "<anonymous>" : name}`)].join("\n");
}
