/** `node:assert`. Messages name what was expected and what there was; there is no line-by-line difference. */

type Message = string | Error | undefined;

export class AssertionError extends Error {
  readonly code = "ERR_ASSERTION";
  readonly generatedMessage: boolean;
  readonly actual: unknown;
  readonly expected: unknown;
  readonly operator: string;

  constructor(options: { readonly message?: string; readonly actual?: unknown; readonly expected?: unknown; readonly operator: string }) {
    super(options.message ?? `${show(options.actual)} ${options.operator} ${show(options.expected)}`);
    this.generatedMessage = options.message === undefined;
    this.actual = options.actual;
    this.expected = options.expected;
    this.operator = options.operator;
    Object.defineProperty(this, "name", { value: "AssertionError", configurable: true, writable: true });
  }
  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

const show = (value: unknown): string => $inspect(value, { sorted: true, compact: false });
const isLong = (text: string): boolean => text.length > 60 || text.includes("\n");

function check(isRight: boolean, message: Message, actual: unknown, expected: unknown, operator: string, generated: () => string): void {
  if (isRight) return;
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message: message ?? generated(), actual, expected, operator });
  Object.assign(error, { generatedMessage: message === undefined });
  throw error;
}

/** `heading`, then both values: in one line if they are short. */
function pair(heading: string, actual: unknown, relation: string, expected: unknown): string {
  const [first, second] = [show(actual), show(expected)];
  return isLong(first) || isLong(second)
    ? `${heading}:\n+ actual - expected\n\n+ ${first}\n- ${second}`
    : `${heading}:\n\n${first} ${relation} ${second}\n`;
}

export function ok(value: unknown, message?: Message): void {
  const generated = (): string =>
    arguments.length === 0
      ? "No value argument passed to `assert.ok()`"
      : `The expression evaluated to a falsy value:\n\n  assert.ok(${show(value)})\n`;
  check(Boolean(value), message, value, true, "==", generated);
}

const looseEqual = (actual: unknown, expected: unknown): boolean => actual == expected || (actual !== actual && expected !== expected);

export const equal = (actual: unknown, expected: unknown, message?: Message): void =>
  check(looseEqual(actual, expected), message, actual, expected, "==", () => `${show(actual)} == ${show(expected)}`);

export const notEqual = (actual: unknown, expected: unknown, message?: Message): void =>
  check(!looseEqual(actual, expected), message, actual, expected, "!=", () => `${show(actual)} != ${show(expected)}`);

export const strictEqual = (actual: unknown, expected: unknown, message?: Message): void =>
  check(Object.is(actual, expected), message, actual, expected, "strictEqual", () => {
    const areObjects = typeof actual === "object" && typeof expected === "object" && $isDeepEqual(actual, expected, true);
    return areObjects
      ? `Values have same structure but are not reference-equal:\n\n${show(actual)}\n`
      : pair("Expected values to be strictly equal", actual, "!==", expected);
  });

export const notStrictEqual = (actual: unknown, expected: unknown, message?: Message): void =>
  check(
    !Object.is(actual, expected),
    message,
    actual,
    expected,
    "notStrictEqual",
    () => `Expected "actual" to be strictly unequal to: ${show(expected)}`,
  );

export const deepEqual = (actual: unknown, expected: unknown, message?: Message): void =>
  check(
    $isDeepEqual(actual, expected, false),
    message,
    actual,
    expected,
    "deepEqual",
    () => `Expected values to be loosely deep-equal:\n\n${show(actual)}\n\nshould loosely deep-equal\n\n${show(expected)}`,
  );

export const notDeepEqual = (actual: unknown, expected: unknown, message?: Message): void =>
  check(
    !$isDeepEqual(actual, expected, false),
    message,
    actual,
    expected,
    "notDeepEqual",
    () => `Expected "actual" not to be loosely deep-equal to:\n\n${show(expected)}`,
  );

export const deepStrictEqual = (actual: unknown, expected: unknown, message?: Message): void =>
  check($isDeepEqual(actual, expected, true), message, actual, expected, "deepStrictEqual", () =>
    pair("Expected values to be strictly deep-equal", actual, "!==", expected),
  );

export const notDeepStrictEqual = (actual: unknown, expected: unknown, message?: Message): void =>
  check(
    !$isDeepEqual(actual, expected, true),
    message,
    actual,
    expected,
    "notDeepStrictEqual",
    () => `Expected "actual" not to be strictly deep-equal to: ${show(expected)}`,
  );

export const match = (text: string, pattern: RegExp, message?: Message): void =>
  check(
    typeof text === "string" && pattern.test(text),
    message,
    text,
    pattern,
    "match",
    () => `The input did not match the regular expression ${show(pattern)}. Input:\n\n${show(text)}\n`,
  );

export const doesNotMatch = (text: string, pattern: RegExp, message?: Message): void =>
  check(
    typeof text !== "string" || !pattern.test(text),
    message,
    text,
    pattern,
    "doesNotMatch",
    () => `The input was expected to not match the regular expression ${show(pattern)}. Input:\n\n${show(text)}\n`,
  );

export function fail(message: Message = "Failed"): never {
  if (message instanceof Error) throw message;
  throw new AssertionError({ message, operator: "fail" });
}

export function ifError(value: unknown): void {
  if (value === null || value === undefined) return;
  const text = value instanceof Error ? value.message : show(value);
  throw new AssertionError({ message: `ifError got unwanted exception: ${text}`, actual: value, expected: null, operator: "ifError" });
}

type Expected = RegExp | object | ((error: unknown) => boolean) | (abstract new (...args: never[]) => unknown) | undefined;

/** Throws unless the error is what was expected. */
function compare(error: unknown, expected: Expected, message: Message, operator: string): void {
  if (expected === undefined) return;
  if (expected instanceof RegExp)
    return check(
      expected.test(String(error)),
      message,
      error,
      expected,
      operator,
      () => `The input did not match the regular expression ${show(expected)}. Input:\n\n${show(String(error))}\n`,
    );
  if (typeof expected === "function") {
    const isClass = (expected as { prototype?: unknown }).prototype !== undefined;
    if (isClass && error instanceof (expected as new () => unknown)) return;
    if (Object.prototype.isPrototypeOf.call(Error, expected)) throw error;
    const answer: unknown = Reflect.apply(expected as (error: unknown) => boolean, {}, [error]);
    return check(
      answer === true,
      message,
      error,
      expected,
      operator,
      () =>
        `The ${expected.name ? `"${expected.name}" ` : ""}validation function is expected to return "true". Received ${show(answer)}\n\nCaught error:\n\n${show(error)}`,
    );
  }
  const keys = [...Object.keys(expected), ...(expected instanceof Error ? ["name", "message"] : [])];
  for (const key of keys) {
    const [actual, wanted] = [(error as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]];
    const isMatch = wanted instanceof RegExp && typeof actual === "string" ? wanted.test(actual) : $isDeepEqual(actual, wanted, true);
    check(isMatch, message, error, expected, operator, () => pair("Expected values to be strictly deep-equal", actual, "!==", wanted));
  }
}

/** `throws(call, "text")` has a message and no expectation. */
const sorted = (expected: Expected | string, message: Message): readonly [Expected, Message] =>
  typeof expected === "string" ? [undefined, expected] : [expected, message];

const missing = (kind: string, expected: Expected, message: Message): string => {
  const name = typeof expected === "function" && expected.name ? ` (${expected.name})` : "";
  return `Missing expected ${kind}${name}${message === undefined ? "." : `: ${String(message)}`}`;
};

export function throws(call: () => unknown, first?: Expected | string, second?: Message): void {
  const [expected, message] = sorted(first, second);
  let caught: unknown;
  try {
    call();
  } catch (error) {
    caught = { error };
  }
  if (caught === undefined)
    throw message instanceof Error ? message : new AssertionError({ message: missing("exception", expected, message), operator: "throws" });
  compare((caught as { error: unknown }).error, expected, message, "throws");
}

export async function rejects(
  work: Promise<unknown> | (() => Promise<unknown>),
  first?: Expected | string,
  second?: Message,
): Promise<void> {
  const [expected, message] = sorted(first, second);
  let caught: unknown;
  const promise = typeof work === "function" ? work() : work;
  try {
    await promise;
  } catch (error) {
    caught = { error };
  }
  if (caught === undefined)
    throw message instanceof Error
      ? message
      : new AssertionError({ message: missing("rejection", expected, message), operator: "rejects" });
  compare((caught as { error: unknown }).error, expected, message, "rejects");
}

const unwanted = (kind: string, error: unknown, message: Message): AssertionError =>
  new AssertionError({
    message: `Got unwanted ${kind}${message === undefined ? "." : `: ${String(message)}`}\nActual message: "${error instanceof Error ? error.message : String(error)}"`,
    actual: error,
    operator: kind === "exception" ? "doesNotThrow" : "doesNotReject",
  });

export function doesNotThrow(call: () => unknown, first?: Expected | string, second?: Message): void {
  try {
    call();
  } catch (error) {
    throw unwanted("exception", error, sorted(first, second)[1]);
  }
}

export async function doesNotReject(
  work: Promise<unknown> | (() => Promise<unknown>),
  first?: Expected | string,
  second?: Message,
): Promise<void> {
  const promise = typeof work === "function" ? work() : work;
  try {
    await promise;
  } catch (error) {
    throw unwanted("rejection", error, sorted(first, second)[1]);
  }
}

const shared = {
  AssertionError,
  ok,
  fail,
  ifError,
  match,
  doesNotMatch,
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
  strictEqual,
  notStrictEqual,
  deepStrictEqual,
  notDeepStrictEqual,
};

export const strict: object = Object.assign((value: unknown, message?: Message): void => ok(value, message), shared, {
  equal: strictEqual,
  notEqual: notStrictEqual,
  deepEqual: deepStrictEqual,
  notDeepEqual: notDeepStrictEqual,
});
Object.assign(strict, { strict });

export default Object.assign((value: unknown, message?: Message): void => ok(value, message), shared, {
  equal,
  notEqual,
  deepEqual,
  notDeepEqual,
  strict,
});
