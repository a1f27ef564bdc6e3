import { attribute, type VObject } from "../cell.ts";
import type { Value } from "../value.ts";
import type { CodePlace, Vm } from "../vm.ts";
import { OrdinaryObject } from "./ordinary.ts";

const hidden = attribute.writable | attribute.configurable;

/** An error: `stack` is an own property, as in V8; where it was made is kept for whoever reports it. */
export class VError extends OrdinaryObject {
  /** Innermost first; says nothing that the program can see. */
  places: readonly CodePlace[] = [];

  /** `message` undefined: no own property of that name. Options as `new Error(message, { cause })` takes them. */
  static make(vm: Vm, proto: VObject | null, message: string | undefined): VError {
    const error = new VError(vm.nextId(), proto, vm.realm.emptyShape, [], "error");
    error.places = vm.currentStack();
    error.addNamed("stack", undefined, hidden);
    if (message !== undefined) error.addNamed("message", message, hidden);
    error.slots[0] = stackText(errorTitle(error), error.places);
    return error;
  }
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
    if (holder.attributesOf(key) >= 0) {
      const value = holder.readOwn(key) as Value;
      return typeof value === "string" ? value : undefined;
    }
  }
  return undefined;
}

/** V8 shows ten frames. */
export function stackText(title: string, places: readonly CodePlace[]): string {
  return [title, ...places.slice(0, 10).map(({ name }) => `    at ${name === "" ? "<anonymous>" : name}`)].join("\n");
}
