import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import { nestingProblem } from "./nesting.ts";
import { type ConfigKey, type ConfigNode, type ConfigTree, deepestNesting, sizeOf, type SyntaxProblem } from "./node.ts";

/** JSON with comments and trailing commas. What cannot be read is a problem at its place; the rest is in the tree all the same. */
export function parseJsonc(text: string): ConfigTree {
  const builder = new Builder(text);
  try {
    readInto(builder, text);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return { format: "json", problems: [nestingProblem(error.at)] };
  }
  return builder.finish();
}

function readInto(builder: Builder, text: string): void {
  visit(
    text,
    {
      onObjectBegin: (offset) => builder.open("object", offset),
      onArrayBegin: (offset) => builder.open("array", offset),
      onObjectEnd: (offset, length) => builder.close(offset + length),
      onArrayEnd: (offset, length) => builder.close(offset + length),
      onObjectProperty: (name, offset, length) => builder.key({ name, start: offset, end: offset + length }),
      onLiteralValue: (value: string | number | boolean | null, offset, length) => builder.scalar(value, offset, offset + length),
      onError: (code, offset, length) => builder.problem(code, offset, length),
    },
    { allowTrailingComma: true },
  );
}

/** Ends the parser, which recurses, before its stack does. */
class TooDeep extends Error {
  override readonly name = "TooDeep";
  readonly at: number;

  constructor(at: number) {
    super("too deep");
    this.at = at;
  }
}

interface Frame {
  readonly kind: "object" | "array";
  readonly start: number;
  readonly key: ConfigKey | undefined;
  readonly members: ConfigNode[];
}

class Builder {
  readonly text: string;
  readonly frames: Frame[] = [];
  readonly problems: SyntaxProblem[] = [];
  root: ConfigNode | undefined;
  nextKey: ConfigKey | undefined;
  lastEnd = 0;

  constructor(text: string) {
    this.text = text;
  }

  open(kind: "object" | "array", start: number): void {
    if (deepestNesting <= this.frames.length) throw new TooDeep(start);
    this.frames.push({ kind, start, key: this.nextKey, members: [] });
    this.nextKey = undefined;
  }

  key(key: ConfigKey): void {
    this.nextKey = key;
    this.lastEnd = key.end;
  }

  scalar(value: string | number | boolean | null, start: number, end: number): void {
    const kind = value === null ? "null" : (typeof value as "string" | "number" | "boolean");
    const style = kind === "string" ? "double" : "plain";
    const key = this.nextKey;
    this.nextKey = undefined;
    this.add(key ? { kind, value, style, start, end, size: 1, key } : { kind, value, style, start, end, size: 1 });
  }

  close(end: number): void {
    const frame = this.frames.pop();
    if (!frame) return;
    const { kind, start, members, key } = frame;
    const body = { open: start, close: end, lastEnd: members.at(-1)?.end ?? -1, isBlock: false };
    this.nextKey = undefined;
    const node = { kind, members, body, start, end, size: sizeOf(members) };
    this.add(key ? { ...node, key } : node);
  }

  add(node: ConfigNode): void {
    this.lastEnd = node.end;
    const frame = this.frames.at(-1);
    if (frame) frame.members.push(node);
    else this.root ??= node;
  }

  problem(code: ParseErrorCode, offset: number, length: number): void {
    const name = printParseErrorCode(code);
    if (name === "<unknown ParseErrorCode>") return;
    const start = Math.min(offset, this.text.length);
    const end = Math.min(offset + length, this.text.length);
    const insert = name === "CommaExpected" ? { insert: { at: this.lastEnd, text: "," } } : {};
    this.problems.push({ start, end, message: sentences[name], ...insert });
  }

  /** Brackets that are never closed end with the text. */
  finish(): ConfigTree {
    while (this.frames.length > 0) this.close(this.text.length);
    return { format: "json", problems: this.problems, ...(this.root ? { root: this.root } : {}) };
  }
}

const sentences: Readonly<Record<Exclude<ReturnType<typeof printParseErrorCode>, "<unknown ParseErrorCode>">, string>> = {
  InvalidSymbol: "This is no JSON value: texts stand in double quotes, other words are `true`, `false` and `null`",
  InvalidNumberFormat: "This is no number as JSON writes it",
  PropertyNameExpected: "Expected the name of a property, in double quotes",
  ValueExpected: "Expected a value",
  ColonExpected: "Expected `:` behind the name of the property",
  CommaExpected: "Expected `,` before this",
  CloseBraceExpected: "Expected `}`: an object is not closed",
  CloseBracketExpected: "Expected `]`: a list is not closed",
  EndOfFileExpected: "Expected nothing more: the configuration ends before this",
  InvalidCommentToken: "No comment may stand here",
  UnexpectedEndOfComment: "This comment is not closed: `*/` is missing",
  UnexpectedEndOfString: "This text is not closed: a double quote is missing",
  UnexpectedEndOfNumber: "This number is not complete",
  InvalidUnicode: "`\\u` needs four hexadecimal digits",
  InvalidEscapeCharacter: 'Behind `\\` may stand one of `" \\ / b f n r t` or `u`',
  InvalidCharacter: "Control characters need an escape such as `\\t`",
};
