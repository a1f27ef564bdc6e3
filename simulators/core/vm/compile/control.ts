import { Label } from "./builder.ts";
import { read } from "./variables.ts";
import type { Control, Exit, FunctionCompiler } from "./context.ts";

/** `break` and `continue`: leaves everything up to the statement that is meant. */
export function leaveTo(f: FunctionCompiler, kind: "break" | "continue", label: string | undefined): void {
  for (let at = f.control.length - 1; at >= 0; at -= 1) {
    const control = f.control[at] as Control;
    if (control.kind !== "jump" || !isMeant(control, kind, label)) continue;
    const target = kind === "break" ? control.end : control.next;
    return leaveThrough(f, at + 1, { kind: "jump", target: target as Label });
  }
  throw new Error(`nothing to ${kind}`);
}

function isMeant(control: Extract<Control, { kind: "jump" }>, kind: "break" | "continue", label: string | undefined): boolean {
  return (kind === "break" ? control.end : control.next) !== undefined && control.labels.includes(label ?? "");
}

/** `return` of the value in register `value`. */
export function leaveFunction(f: FunctionCompiler, value: number): void {
  leaveThrough(f, 0, { kind: "return" }, value);
}

/** Emits what is to be done on the way out of the controls from `downTo` on, innermost first. */
function leaveThrough(f: FunctionCompiler, downTo: number, exit: Exit, value = -1): void {
  const controls = f.control.splice(downTo);
  const emitFrom = (at: number): void => {
    const control = controls[at];
    if (control === undefined) return emitExit(f, exit, value);
    if (control.kind === "jump") return emitFrom(at - 1);
    if (control.kind === "iterator") {
      return f.outside(control.depth, () => {
        control.close();
        emitFrom(at - 1);
      });
    }
    enterFinally(f, control, exit, value);
  };
  // What is emitted on the way out has the outer controls around it.
  emitFrom(controls.length - 1);
  f.control.push(...controls);
}

/** The block runs, then goes on with the exit. States: 0 it ended normally, 1 it threw `value`, 2 + n exit n. */
function enterFinally(f: FunctionCompiler, control: Extract<Control, { kind: "finally" }>, exit: Exit, value: number): void {
  let index = control.exits.findIndex(
    (known) => known.kind === exit.kind && (exit.kind === "return" || (known as { target: Label }).target === exit.target),
  );
  if (index < 0) index = control.exits.push(exit) - 1;
  f.outside(control.depth, () => {
    f.constant(control.state, 2 + index);
    if (exit.kind === "return") f.move(control.value, value);
    else f.constant(control.value, undefined);
    f.jump(control.entry);
  });
}

function emitExit(f: FunctionCompiler, exit: Exit, value: number): void {
  if (exit.kind === "jump") f.jump(exit.target);
  else f.outside(0, () => emitReturn(f, value));
}

/** The function ends here. */
export function emitReturn(f: FunctionCompiler, value: number): void {
  const self = f.function.kind === "derived" ? f.function.bindings.get("this") : undefined;
  if (self === undefined) f.emit("return", [value]);
  else {
    f.emit("returnIfObject", [value]);
    f.scratch(() => f.emit("return", [read(f, self, f.offset, undefined)]));
  }
}

/** Goes on after a `finally` block, the way it was entered. */
export function dispatchExits(f: FunctionCompiler, control: Extract<Control, { kind: "finally" }>): void {
  for (const [index, exit] of control.exits.entries()) {
    const skip = new Label();
    f.jump(skip, "jumpIsNot", [control.state], 2 + index);
    if (exit.kind === "return") leaveFunction(f, control.value);
    else leaveAgain(f, exit.target);
    f.place(skip);
  }
  const end = new Label();
  f.jump(end, "jumpIsNot", [control.state], 1);
  f.emit("throw", [control.value], "rethrow");
  f.place(end);
}

/** From the `finally` block on outwards, to the same place. */
function leaveAgain(f: FunctionCompiler, target: Label): void {
  for (let at = f.control.length - 1; at >= 0; at -= 1) {
    const control = f.control[at] as Control;
    if (control.kind === "jump" && (control.end === target || control.next === target))
      return leaveThrough(f, at + 1, { kind: "jump", target });
  }
  throw new Error("the way out of a finally block is lost");
}
