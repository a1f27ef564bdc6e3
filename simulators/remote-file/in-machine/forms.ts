import { wrongType } from "./checks.ts";
import { runForCallback, runLater, runNow } from "./steps.ts";
import type { Operation } from "./operations.ts";

type AnyFunction = (...args: never[]) => unknown;

/** The synchronous form of a function of `fs`. */
export function sync(title: string, operation: Operation): (...args: unknown[]) => unknown {
  return {
    [title](...args: unknown[]): unknown {
      const here = $here();
      return runNow(here, operation(here, args, "sync"));
    },
  }[title] as (...args: unknown[]) => unknown;
}

/** `realpath.native` does the same: there are no links. */
export const withNative = <Form extends AnyFunction>(form: Form): Form => Object.assign(form, { native: form });

/** Its callback form. */
export function callback(name: string, operation: Operation): (...args: unknown[]) => void {
  const form = {
    [name](...given: unknown[]): void {
      calledAt($here(), name, operation)(...given);
    },
  }[name] as (...args: unknown[]) => void;
  const promised = promisedOf(name, form);
  return promised ? Object.defineProperty(form, Symbol.for("nodejs.util.promisify.custom"), { value: promised }) : form;
}

/** The callback form, for code that runs later than the call that it is for. */
export function calledAt(here: number, name: string, operation: Operation): (...given: unknown[]) => void {
  const shape = shapes[name] ?? plain;
  return (...given) => {
    const [args, done] = split(given, name);
    runForCallback(here, starting(operation, here, args), (error, value) => shape(done, error, value, args));
  };
}

/** What is wrong with arguments is found at the first step, in the order of the text. */
function* starting(operation: Operation, here: number, args: readonly unknown[]): ReturnType<Operation> {
  return yield* operation(here, args, "callback");
}

/** The promise form: wrong arguments reject, too. */
export function promised(name: string, operation: Operation): (...args: unknown[]) => Promise<unknown> {
  return {
    async [name](...args: unknown[]): Promise<unknown> {
      const here = $here();
      return runLater(here, operation(here, args, "promise"));
    },
  }[name] as (...args: unknown[]) => Promise<unknown>;
}

/** The arguments, and the callback behind them: the last function. `fs.close` may do without one. */
function split(given: readonly unknown[], name: string): readonly [args: readonly unknown[], done: AnyFunction] {
  const at = given.findLastIndex((arg) => typeof arg === "function");
  if (at !== -1) return [given.slice(0, at), given[at] as AnyFunction];
  if (name === "close") return [given, throwError];
  throw wrongType("cb", "function", undefined);
}

function throwError(error: unknown): void {
  if (error !== null) throw error as Error;
}

/** What a callback is called with. */
type Shape = (done: AnyFunction, error: unknown, value: unknown, args: readonly unknown[]) => void;

const call = (done: AnyFunction, ...args: readonly unknown[]): unknown => Reflect.apply(done, undefined, args);

const plain: Shape = (done, error, value) => {
  if (error !== null) call(done, error);
  else if (value === undefined) call(done, null);
  else call(done, null, value);
};

/** With the buffer behind the number. */
const withBuffer: Shape = (done, error, value, args) => call(done, error, value ?? 0, args[1]);

const shapes: Readonly<Record<string, Shape>> = {
  exists: (done, _error, value) => call(done, value),
  read: (done, error, value) => call(done, error, ...((value ?? [0]) as readonly unknown[])),
  write: withBuffer,
  readv: withBuffer,
  writev: withBuffer,
};

/** What `util.promisify` makes of some: objects with both. */
function promisedOf(name: string, form: AnyFunction): AnyFunction | undefined {
  if (name === "exists") return (path: never) => new Promise((resolve) => call(form, path, resolve));
  const names = pairs[name];
  if (!names) return undefined;
  return (...args: never[]) =>
    new Promise((resolve, reject) => {
      const done = (error: unknown, count: unknown, buffer: unknown): void => {
        if (error) reject(error);
        else resolve({ [names[0]]: count, [names[1]]: buffer });
      };
      call(form, ...args, done);
    });
}

const pairs: Readonly<Record<string, readonly [string, string]>> = {
  read: ["bytesRead", "buffer"],
  readv: ["bytesRead", "buffers"],
  write: ["bytesWritten", "buffer"],
  writev: ["bytesWritten", "buffer"],
};
