import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { nestingProblem } from "../../core/config/nesting.ts";
import {
  type ConfigKey,
  type ConfigNode,
  type ConfigTree,
  deepestNesting,
  largestTree,
  type ScalarStyle,
  sizeOf,
  type SyntaxProblem,
} from "../../core/config/node.ts";
import { formatCount } from "../../core/config/words.ts";

/** YAML 1.2 (core schema) with anchors, aliases and merge keys (`<<`); one document. */
export function parseYaml(text: string): ConfigTree {
  const read = tokensOf(text);
  if (!Array.isArray(read)) return { format: "yaml", problems: [read] };
  const documents = [...new Composer({ version: "1.2", strict: true, uniqueKeys: false }).compose(read, true, text.length)];
  const [document, second] = documents;
  const problems = document ? documentProblems(document, text) : [];
  if (second) problems.push({ ...clip(second.range[0], second.range[0] + 3, text), message: "Only one document may be in this file" });
  if (!document?.contents) return { format: "yaml", problems };
  const reader = new Reader(text, problems);
  const root = reader.node(document.contents);
  return { format: "yaml", problems, ...(root ? { root } : {}) };
}

/** The tokens of a text, or the problem that it nests deeper than what follows can recurse. The parser itself keeps a stack. */
function tokensOf(text: string): CST.Token[] | SyntaxProblem {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // One document and its innermost scalar stand on the stack too.
    if (deepestNesting + 2 < parser.stack.length) return { ...nestingProblem(0), ...clip(parser.offset - 1, parser.offset, text) };
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

function documentProblems(document: Document.Parsed, text: string): SyntaxProblem[] {
  return [...document.errors, ...document.warnings].map(({ message, pos: [start, end] }) => ({
    ...clip(start, end, text),
    message: `YAML: ${message.replace(/\s+/g, " ").replace(/[.:]$/, "")}`,
  }));
}

function clip(start: number, end: number, text: string): { readonly start: number; readonly end: number } {
  const from = Math.max(0, Math.min(start, text.length));
  return { start: from, end: Math.max(from, Math.min(end, text.length)) };
}

const tooLarge = `Aliases make more than ${formatCount(largestTree)} values of this file`;

class Reader {
  readonly text: string;
  readonly problems: SyntaxProblem[];
  readonly anchors = new Map<string, ConfigNode>();

  constructor(text: string, problems: SyntaxProblem[]) {
    this.text = text;
    this.problems = problems;
  }

  /** @param key The property that has this value. Undefined when there is nothing to read, which is a problem by then. */
  node(node: ParsedNode, key?: ConfigKey): ConfigNode | undefined {
    if (isAlias(node)) return this.alias(node, key);
    const read = isMap(node) ? this.map(node, key) : isSeq(node) ? this.list(node, key) : scalar(node, key);
    if (read && node.anchor) this.anchors.set(node.anchor, read);
    return read;
  }

  alias(node: Alias.Parsed, key: ConfigKey | undefined): ConfigNode | undefined {
    const target = this.anchors.get(node.source);
    const [start, end] = node.range;
    if (!target) return this.refuse(start, end, `\`*${node.source}\` names no anchor that stands before it`);
    if (largestTree < target.size) return this.refuse(start, end, tooLarge);
    const { key: _, ...value } = target;
    return { ...value, start, end, ...(key ? { key } : {}) };
  }

  list(node: YAMLSeq.Parsed, key: ConfigKey | undefined): ConfigNode | undefined {
    const members = node.items.flatMap((item) => this.node(item) ?? []);
    return this.container("array", node, members, members.at(-1)?.end, key);
  }

  map(node: YAMLMap.Parsed, key: ConfigKey | undefined): ConfigNode | undefined {
    const own: ConfigNode[] = [];
    const merged: ConfigNode[] = [];
    let lastEnd: number | undefined;
    for (const { key: keyNode, value } of node.items) {
      const memberKey = keyOf(keyNode);
      const member = value ? this.node(value, memberKey) : nothing(memberKey);
      if (!member) continue;
      lastEnd = Math.max(memberKey.end, member.end);
      if (memberKey.name === "<<" && isScalar(keyNode) && keyNode.type === "PLAIN") merged.push(...this.mergedMembers(member));
      else own.push(member);
    }
    return this.container("object", node, merge(own, merged), lastEnd, key);
  }

  /** What `<<` brings in: the members of a map, or of several, the earlier one first. */
  mergedMembers(value: ConfigNode): readonly ConfigNode[] {
    const maps = value.kind === "array" ? value.members : [value];
    return maps.flatMap((map) => {
      if (map.kind === "object") return map.members;
      this.refuse(map.start, map.end, "`<<` merges maps only: an alias of a map, or a list of them");
      return [];
    });
  }

  container(
    kind: "object" | "array",
    node: YAMLMap.Parsed | YAMLSeq.Parsed,
    members: readonly ConfigNode[],
    lastEnd: number | undefined,
    key: ConfigKey | undefined,
  ): ConfigNode | undefined {
    const [start, valueEnd] = node.range;
    const size = sizeOf(members);
    const isBlock = node.flow !== true;
    const end = isBlock ? Math.max(start, lastEnd ?? start) : valueEnd;
    if (largestTree < size) return this.refuse(start, end, tooLarge);
    const body = { open: start, close: end, lastEnd: lastEnd ?? -1, isBlock };
    return { kind, members, body, start, end, size, ...(key ? { key } : {}) };
  }

  refuse(start: number, end: number, message: string): undefined {
    this.problems.push({ ...clip(start, end, this.text), message });
    return undefined;
  }
}

/** A map's own members win over merged ones, and of those the first. */
function merge(own: readonly ConfigNode[], merged: readonly ConfigNode[]): readonly ConfigNode[] {
  if (merged.length === 0) return own;
  const names = new Set(own.map((member) => member.key?.name));
  const added = merged.filter((member) => {
    const isNew = !names.has(member.key?.name);
    names.add(member.key?.name);
    return isNew;
  });
  return [...added, ...own];
}

function keyOf(node: unknown): ConfigKey {
  const { range } = node as ParsedNode;
  const name = isScalar(node) ? String(node.value) : "";
  return { name, start: range[0], end: range[1] };
}

/** `name:` without a value. */
function nothing(key: ConfigKey): ConfigNode {
  return { kind: "null", value: null, style: "plain", start: key.start, end: key.end, key, size: 1 };
}

function scalar(node: ParsedNode, key: ConfigKey | undefined): ConfigNode {
  const { value, type } = node as Scalar.Parsed;
  const [start, end] = node.range;
  const kind = value === null ? "null" : typeof value;
  const at = {
    style: styleOf(type),
    size: 1,
    ...(key ? { key } : {}),
    ...(start === end && key ? { start: key.start, end: key.end } : { start, end }),
  };
  if (kind === "string" || kind === "number" || kind === "boolean" || kind === "null") {
    return { kind, value: value as string | number | boolean | null, ...at };
  }
  return { kind: "string", value: String(value), ...at };
}

function styleOf(type: string | undefined): ScalarStyle {
  if (type === "QUOTE_SINGLE") return "single";
  return type === "QUOTE_DOUBLE" ? "double" : "plain";
}
