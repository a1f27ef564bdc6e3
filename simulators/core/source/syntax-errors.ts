import type ts from "typescript";
import type { Stretch } from "./parse.ts";

export interface ParseError extends Stretch {
  /** Without a full stop. */
  readonly message: string;
}

/** What the parser found wrong, in the order of the text. The compiler keeps it where only itself looks. */
export function syntaxErrors(source: ts.SourceFile): readonly ParseError[] {
  const { parseDiagnostics = [] } = source as ts.SourceFile & { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  return parseDiagnostics.map(({ start, length, messageText }) => ({
    start,
    end: start + length,
    message: (typeof messageText === "string" ? messageText : messageText.messageText).replace(/\.$/, ""),
  }));
}
