import { type FunctionCode, Instruction } from "../code.ts";
import { isCode } from "./link.ts";

/** Code for another machine: instructions remember what they have met, the rest never changes. */
export function copyCode(code: FunctionCode): FunctionCode {
  const instructions = code.instructions.map(({ name, a, b, c, d, e, constant, offset, target }) => {
    const copy = new Instruction(name, [a, b, c, d, e], isCode(constant) ? copyCode(constant) : constant, offset);
    copy.target = target;
    return copy;
  });
  return { ...code, instructions };
}
