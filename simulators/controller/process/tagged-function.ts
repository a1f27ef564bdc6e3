import type { VObject } from "../../core/vm/cell.ts";
import { isCallable } from "../../core/vm/objects/function.ts";
import { hole, type Value } from "../../core/vm/value.ts";
import type { Reconciler } from "./reconciler.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";

/** The reconcile function of tagged code. */
export interface TaggedFunction {
  readonly callee: VObject;
  readonly self: Value;
  /** A parameter with a default, or none, is not meant for the type of event. */
  readonly takesEvent: boolean;
}

/** @throws {ProcessStopped} FL0002: there is no such function when the modules have been evaluated. */
export function taggedFunction(reconciler: Reconciler): TaggedFunction {
  const { entry, member, title = entry } = reconciler.options;
  const exported = reconciler.exported(entry);
  const callee = member === undefined ? exported : memberOf(exported, member);
  if (!isCallable(callee))
    throw new ProcessStopped({ code: "FL0002", message: `\`${title}\` is no function when the module has been loaded` });
  return { callee, self: member === undefined ? undefined : exported, takesEvent: Number(callee.readOwn("length")) >= 2 };
}

/** Of the object or of one of its prototypes; a getter is none. */
function memberOf(value: Value, member: string): Value {
  for (let at = typeof value === "object" ? value : null; at !== null; at = at.proto) {
    const held = at.readOwn(member);
    if (held === hole) continue;
    return typeof held === "symbol" || (typeof held === "object" && held !== null && !("shape" in held)) ? undefined : held;
  }
  return undefined;
}
