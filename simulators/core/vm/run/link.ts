import type { FunctionCode } from "../code.ts";
import { operations } from "./operations.ts";

/** Gives each instruction its operation, in inner functions as well. */
export function link(code: FunctionCode): FunctionCode {
  for (const instruction of code.instructions) {
    instruction.run = operations[instruction.name];
    if (isCode(instruction.constant)) link(instruction.constant);
  }
  return code;
}

export const isCode = (constant: unknown): constant is FunctionCode =>
  typeof constant === "object" && constant !== null && "instructions" in constant && "handlers" in constant;
