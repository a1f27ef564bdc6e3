import type { Isolation } from "../payload.ts";

export type Decision = "restart" | "runOther" | "resume" | "abort" | "park";

/** A thread has one local; variables are 0 and 1. */
export type Instruction =
  | { readonly kind: "read"; readonly variable: number }
  /** The local, and something more. */
  | { readonly kind: "write"; readonly variable: number; readonly plus: number }
  | { readonly kind: "set"; readonly variable: number; readonly value: number }
  /** Goes round until the variable is that large. Outside sections. */
  | { readonly kind: "until"; readonly variable: number; readonly value: number }
  | { readonly kind: "begin" }
  | { readonly kind: "end" }
  /** Outside sections. */
  | { readonly kind: "unpark"; readonly thread: number };

export interface SketchThread {
  readonly cpu: number;
  readonly body: readonly Instruction[];
}

/** A program so small that all it can do can be listed. */
export interface Sketch {
  readonly threads: readonly SketchThread[];
  readonly cpus: number;
  readonly isolation: Isolation;
  readonly maxEvents: number;
  /** What the handler answers; without it there is none. */
  readonly handler?: { readonly inside: Decision; readonly outside: Decision };
}

const names = ["x", "y"] as const;

/** The sketch as a program for the machine. */
export function sourceOf({ threads, handler }: Sketch): string {
  const functions = threads.map(
    ({ body }, index) => `export function t${index}() { let local = 0; ${body.map(textOf).join(" ")} return local; }`,
  );
  return `let x = 0, y = 0;
${functions.join("\n")}
${handler ? `export function onInterrupt(info) { return info.inSection ? "${handler.inside}" : "${handler.outside}"; }` : ""}
export const isFine = () => !(x === 3 && y === 3);`;
}

function textOf(instruction: Instruction): string {
  switch (instruction.kind) {
    case "read":
      return `local = ${names[instruction.variable]};`;
    case "write":
      return `${names[instruction.variable]} = local + ${instruction.plus};`;
    case "set":
      return `${names[instruction.variable]} = ${instruction.value};`;
    case "until":
      return `while (${names[instruction.variable]} < ${instruction.value}) {}`;
    case "begin":
      return "try { $beginSection();";
    case "end":
      return "$endSection(); } catch { local = 9; }";
    case "unpark":
      return `$unpark("t${instruction.thread}#1");`;
  }
}
