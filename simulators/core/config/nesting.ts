import { deepestNesting, type SyntaxProblem } from "./node.ts";

export function nestingProblem(at: number): SyntaxProblem {
  return { start: at, end: at + 1, message: `Brackets are nested more than ${deepestNesting} deep` };
}
