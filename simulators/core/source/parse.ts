import type ts from "typescript";
import type { SourceUnit } from "../simulator.ts";
import { lineStarts } from "../lines.ts";
import { syntaxErrors } from "./syntax-errors.ts";
import type { TypeScript } from "./typescript.ts";

/** A parsed file: what everything else in this folder looks at. */
export interface Parsed {
  readonly compiler: TypeScript;
  readonly path: string;
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly lines: Int32Array;
  /** The text does not parse: half typed. What is found in it may be an echo of that. */
  readonly isBroken: boolean;
}

/** Offsets in the text, UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Parses a file; the last texts are remembered, because completion, hover and the bundler ask for the same one again.
 * Undefined when the text is nested too deeply for the compiler's parser.
 */
export function parse(unit: SourceUnit): Parsed | undefined {
  const known = recent.find((parsed) => parsed.text === unit.text && parsed.path === unit.path);
  if (known) return known;
  const parsed = parseNow(unit);
  if (parsed) recent.unshift(parsed);
  recent.length = Math.min(recent.length, mostRecent);
  return parsed;
}

const recent: Parsed[] = [];
const mostRecent = 4;

function parseNow(unit: SourceUnit): Parsed | undefined {
  const { path, text } = unit;
  const compiler = unit.typescript();
  const options = { languageVersion: compiler.ScriptTarget.ESNext, jsDocParsingMode: compiler.JSDocParsingMode.ParseNone };
  try {
    const source = compiler.createSourceFile(path, text, options, true, scriptKind(compiler, path));
    return { compiler, path, text, source, lines: lineStarts(text), isBroken: syntaxErrors(source).length > 0 };
  } catch (error) {
    // The parser recurses: brackets thousands deep end its stack. That text is the user's mistake, not ours.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function scriptKind({ ScriptKind }: TypeScript, path: string): ts.ScriptKind {
  if (/\.[cm]?ts$/.test(path)) return ScriptKind.TS;
  if (path.endsWith(".tsx")) return ScriptKind.TSX;
  return ScriptKind.JSX;
}

export const stretchOf = ({ source }: Parsed, node: ts.Node): Stretch => ({ start: node.getStart(source), end: node.end });
