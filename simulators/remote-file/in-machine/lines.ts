import type { Readable } from "host:stream";
import { coded } from "./errors.ts";
import { lazily } from "./lazily.ts";

type LinesClass = new (input: Readable) => object;

/** Made when the first one is asked for: most programs have none. */
function makeInterface(): LinesClass {
  const { EventEmitter } = $hostModule("events") as typeof import("host:events");
  const { StringDecoder } = $hostModule("string_decoder") as typeof import("host:string_decoder");

  /** What `readline.createInterface` and `FileHandle.readLines` give: the lines of a stream, as events or one after the other. */
  class Interface extends EventEmitter {
    readonly input: Readable;
    readonly terminal = false;
    line = "";
    closed = false;
    readonly #decoder = new StringDecoder("utf8");
    #rest = "";
    /** A line feed that follows belongs to a carriage return. */
    #isAfterReturn = false;
    #isPaused = false;
    readonly #listeners: readonly (readonly [event: string, listener: (...args: never[]) => void])[];

    constructor(input: Readable) {
      super();
      this.input = input;
      this.#listeners = [
        ["data", (part: unknown) => this.#take(part)],
        ["end", () => this.#end()],
      ];
      for (const [event, listener] of this.#listeners) input.on(event, listener);
      input.resume();
    }

    pause(): this {
      if (this.#isPaused || this.closed) return this;
      this.#isPaused = true;
      this.input.pause();
      this.emit("pause");
      return this;
    }

    resume(): this {
      if (!this.#isPaused || this.closed) return this;
      this.#isPaused = false;
      this.input.resume();
      this.emit("resume");
      return this;
    }

    close(): void {
      if (this.closed) return;
      this.pause();
      for (const [event, listener] of this.#listeners) this.input.off(event, listener);
      this.closed = true;
      this.emit("close");
    }

    [Symbol.dispose](): void {
      this.close();
    }

    setPrompt(): void {}
    prompt(): void {}
    write(): void {
      $notModelled("`write` of a readline interface is not modelled: a check has nobody who types");
    }
    question(): never {
      return $notModelled("`question` of a readline interface is not modelled: a check has nobody who answers");
    }

    async *[Symbol.asyncIterator](): AsyncGenerator<string> {
      const lines: string[] = [];
      let failure: { readonly error: unknown } | undefined;
      let wake: (() => void) | undefined;
      const told = (): void => wake?.();
      this.on("line", (line: string) => {
        lines.push(line);
        told();
      });
      this.on("close", told);
      this.input.on("error", (error: unknown) => {
        failure = { error };
        told();
      });
      try {
        for (;;) {
          const line = lines.shift();
          if (line !== undefined) yield line;
          else if (failure) throw failure.error;
          else if (this.closed) return;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        this.close();
      }
    }

    #take(part: unknown): void {
      const text = typeof part === "string" ? part : this.#decoder.write(part as Uint8Array);
      const fresh = this.#isAfterReturn && text.startsWith("\n") ? text.slice(1) : text;
      if (text === "") return;
      this.#isAfterReturn = text.endsWith("\r");
      const lines = (this.#rest + fresh).split(/\r\n|\n|\r|\u2028|\u2029/);
      this.#rest = lines.pop() ?? "";
      for (const line of lines) this.emit("line", line);
    }

    #end(): void {
      const rest = this.#rest + this.#decoder.end();
      this.#rest = "";
      if (rest !== "") this.emit("line", rest);
      this.close();
    }
  }

  return Interface;
}

let made: LinesClass | undefined;

export const Interface = /* @__PURE__ */ lazily<LinesClass>("Interface", () => (made ??= makeInterface()));

/** The lines of a file; its stream ends when they do. */
export const linesOf = (input: Readable): object => new Interface(input);

/** `readline.createInterface`: with a stream to read, and nobody at the keyboard. */
export function createInterface(given: unknown): object {
  const input = isStream(given) ? given : (given as { readonly input?: unknown } | undefined)?.input;
  if (isStream(input)) return new Interface(input);
  throw coded(new TypeError('The "input" argument must be an instance of Stream'), "ERR_INVALID_ARG_TYPE");
}

const isStream = (value: unknown): value is Readable =>
  typeof value === "object" && value !== null && typeof (value as { readonly resume?: unknown }).resume === "function";
