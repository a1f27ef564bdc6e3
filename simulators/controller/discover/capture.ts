import type ts from "typescript";
import type { Insertion } from "../../core/simulator.ts";
import { type Parsed, stretchOf } from "../../core/source/parse.ts";

/** A name under which the bundle exports a value, and what has to be put into the text for that. */
export interface Capture {
  readonly entry: string;
  readonly insertions: readonly Insertion[];
}

/** Gives the value of an expression a name of its own at the top level: `f(o)` becomes `var name; f((name = o))`. */
export function captured(parsed: Parsed, value: ts.Expression, name: string): Capture {
  const { start, end } = stretchOf(parsed, value);
  let statement: ts.Node = value;
  while (!parsed.compiler.isSourceFile(statement.parent)) statement = statement.parent;
  return {
    entry: name,
    insertions: [
      { offset: stretchOf(parsed, statement).start, text: `var ${name}; ` },
      { offset: start, text: `(${name} = ` },
      { offset: end, text: ")" },
    ],
  };
}
