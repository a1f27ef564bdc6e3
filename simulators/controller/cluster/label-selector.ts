import { labelValueProblems, qualifiedNameProblems } from "./names.ts";

/** Does a set of labels fit? */
export type LabelSelector = (labels: Readonly<Record<string, string>>) => boolean;

/**
 * Reads `app=x,tier in (f,b),!gone`.
 *
 * @returns `error` when it is not well-formed, as the real server words it.
 * @see k8s.io/apimachinery/pkg/labels/selector.go
 */
export function parseLabelSelector(text: string): { readonly selector: LabelSelector } | { readonly error: string } {
  const reader = new Reader(lex(text));
  const requirements: LabelSelector[] = [];
  if (reader.peek() === "") return { selector: () => true };
  for (;;) {
    const requirement = parseRequirement(reader);
    if (typeof requirement === "string") return { error: `unable to parse requirement: ${requirement}` };
    requirements.push(requirement);
    const next = reader.take();
    if (next === "") return { selector: (labels) => requirements.every((fits) => fits(labels)) };
    if (next !== ",") return { error: `unable to parse requirement: found '${next}', expected: ',' or 'end of string'` };
    if (reader.peek() === "" || reader.peek() === ",")
      return { error: `unable to parse requirement: found '${reader.peek()}', expected: identifier after ','` };
  }
}

/** Reads tokens one by one; the end is "". */
class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  peek(): string {
    return this.#tokens[this.#at] ?? "";
  }

  take(): string {
    const token = this.peek();
    this.#at++;
    return token;
  }
}

/** Operators, brackets and commas stand for themselves; everything else between them and spaces is a word. */
const lex = (text: string): readonly string[] => text.match(/!=|==|[=!,()<>]|[^\s=!,()<>]+/g) ?? [];

const isWord = (token: string): boolean => token !== "" && !/^[=!,()<>]/.test(token);

function parseRequirement(reader: Reader): LabelSelector | string {
  const isNegated = reader.peek() === "!";
  if (isNegated) reader.take();
  const key = reader.take();
  if (!isWord(key)) return `found '${key}', expected: identifier`;
  const [problem] = qualifiedNameProblems(key);
  if (problem !== undefined) return `invalid label key ${JSON.stringify(key)}: ${problem}`;
  const next = reader.peek();
  if (next === "" || next === ",") return isNegated ? (labels) => labels[key] === undefined : (labels) => labels[key] !== undefined;
  if (isNegated) return `found '${next}', expected: ',' or 'end of string'`;
  reader.take();
  switch (next) {
    case "=":
    case "==":
    case "!=":
      return compare(key, next, reader);
    case "in":
    case "notin":
      return among(key, next === "in", reader);
    case "<":
    case ">":
      return order(key, next, reader);
    default:
      return `found '${next}', expected: '=', '!=', '==', 'in', notin'`;
  }
}

/** No value stands for the empty one. */
function compare(key: string, operator: string, reader: Reader): LabelSelector | string {
  const value = isWord(reader.peek()) ? reader.take() : "";
  const [problem] = labelValueProblems(value);
  if (problem !== undefined) return `invalid label value: ${JSON.stringify(value)}: ${problem}`;
  return operator === "!=" ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
}

function among(key: string, isIn: boolean, reader: Reader): LabelSelector | string {
  const opening = reader.take();
  if (opening !== "(") return `found '${opening}' expected: '('`;
  const values = new Set<string>();
  for (;;) {
    if (isWord(reader.peek())) values.add(reader.take());
    else values.add("");
    const next = reader.take();
    if (next === ")") break;
    if (next !== ",") return `found '${next}', expected: ',' or ')'`;
  }
  const problem = [...values].flatMap(labelValueProblems)[0];
  if (problem !== undefined) return `invalid label value: ${problem}`;
  return (labels) => {
    const value = labels[key];
    return isIn ? value !== undefined && values.has(value) : value === undefined || !values.has(value);
  };
}

function order(key: string, operator: string, reader: Reader): LabelSelector | string {
  const text = reader.take();
  if (!/^-?\d+$/.test(text)) return `for 'Gt', 'Lt' operators, the value must be an integer`;
  const limit = Number(text);
  return (labels) => {
    const value = Number(labels[key] ?? "x");
    return Number.isInteger(value) && (operator === ">" ? value > limit : value < limit);
  };
}
