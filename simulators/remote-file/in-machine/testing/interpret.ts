/**
 * Small programs on files as data, and how they are run: the same on Node's own `fs`, on ours beside it, and on ours inside the machine.
 * It leans on nothing, so that its text can go into the machine.
 */
export type Arg =
  | null
  | boolean
  | number
  | string
  | readonly Arg[]
  | { readonly $path: string; readonly as?: "buffer" | "url" | "bytes" }
  /** What the program has opened and keeps there: a number, or a handle. */
  | { readonly $slot: number }
  | { readonly $bytes: readonly number[]; readonly as?: ViewName }
  /** Room for a read; its content is part of the result. */
  | { readonly $room: number; readonly as?: ViewName }
  | { readonly $odd: OddName }
  | { readonly $object: Readonly<Record<string, Arg>> };

export type ViewName = "DataView" | "Uint16Array" | "Uint8Array";
export type OddName = "undefined" | "NaN" | "Infinity" | "symbol" | "function" | "bigint" | "date" | "minus zero" | "class";

export interface Deed {
  readonly form: "sync" | "callback" | "promise" | "promisified" | "handle" | "read-stream" | "write-stream" | "lines" | "web" | "dir";
  readonly name: string;
  readonly args: readonly Arg[];
  /** Where an opened file goes, or whose method it is. */
  readonly slot?: number;
}

type AnyFunction = (...args: unknown[]) => unknown;
type Functions = Readonly<Record<string, AnyFunction>>;

interface Emitter {
  on(event: string, listener: AnyFunction): unknown;
}

export interface Host {
  readonly fs: Readonly<Record<string, unknown>>;
  readonly promises: Readonly<Record<string, unknown>>;
  readonly Buffer: {
    from(data: unknown, encoding?: string): { toString(encoding: string): string };
    isBuffer(value: unknown): boolean;
  };
  readonly URL: new (text: string) => unknown;
  readonly promisify: (original: AnyFunction) => AnyFunction;
}

/** @returns What came of each deed, as text in which the folder is `<base>`. */
export async function interpret(host: Host, base: string, deeds: readonly Deed[]): Promise<readonly string[]> {
  const run = new Run(host, base);
  const results: string[] = [];
  for (const deed of deeds) results.push(await run.do(deed));
  await run.end();
  return results;
}

export class Run {
  readonly #host: Host;
  readonly #base: string;
  readonly #slots: unknown[] = [];
  #rooms: ArrayBufferView[] = [];

  constructor(host: Host, base: string) {
    this.#host = host;
    this.#base = base;
  }

  async do(deed: Deed): Promise<string> {
    this.#rooms = [];
    const result = await this.#result(deed);
    const all = [`${deed.form} ${deed.name}`, result, ...this.#rooms.map((room) => this.#hex(room))].join(" | ");
    return all.split(this.#base).join("<base>");
  }

  /** Closes what is still open. */
  async end(): Promise<void> {
    for (const held of this.#slots) {
      try {
        if (typeof held === "number") (this.#host.fs as Functions)["closeSync"]?.(held);
        else await (held as Functions | undefined)?.["close"]?.();
      } catch {
        // It was closed before.
      }
    }
  }

  async #result(deed: Deed): Promise<string> {
    try {
      const args = deed.args.map((arg) => this.#value(arg));
      return await this.#shown(await this.#done(deed, args));
    } catch (error) {
      return failure(error);
    }
  }

  async #done({ form, name, slot = -1 }: Deed, args: readonly unknown[]): Promise<unknown> {
    const fs = this.#host.fs as Functions;
    const held = this.#slots[slot] as Functions | undefined;
    switch (form) {
      case "sync":
        return this.#keep(name, slot, fs[name === "open" ? "openSync" : name]?.(...args));
      case "callback":
        return this.#keep(name, slot, await this.#calledBack(name, args));
      case "promise":
        return this.#keep(name, slot, await (this.#host.promises as Functions)[name]?.(...args));
      case "promisified":
        return this.#keep(name, slot, await this.#host.promisify(fs[name] as AnyFunction)(...args));
      case "handle":
        if (!held) return "none";
        return await held[name]?.(...args);
      case "read-stream":
        return this.#read(name === "handle" ? held?.["createReadStream"]?.(...args) : fs["createReadStream"]?.(...args));
      case "write-stream": {
        const [first, second, ...data] = args;
        return this.#write(name === "handle" ? held?.["createWriteStream"]?.(second) : fs["createWriteStream"]?.(first, second), data);
      }
      case "lines":
        if (!held) return "none";
        return listOf(held?.["readLines"]?.(...args) as AsyncIterable<unknown>);
      case "web":
        if (!held) return "none";
        return (await listOf(held?.["readableWebStream"]?.() as AsyncIterable<unknown>)).map((part) => this.#hex(part as Uint8Array));
      case "dir": {
        const entries = await listOf((await (this.#host.promises as Functions)["opendir"]?.(...args)) as AsyncIterable<unknown>);
        return entries;
      }
    }
  }

  /** Numbers of files are not those of the other hosts. */
  #keep(name: string, slot: number, value: unknown): unknown {
    if (name !== "open") return value;
    this.#slots[slot] = value;
    return typeof value === "number" ? "a number" : "a handle";
  }

  #calledBack(name: string, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      (this.#host.fs as Functions)[name]?.(...args, (error: unknown, ...values: unknown[]) => {
        if (name === "exists") resolve(error);
        else if (error) reject(error);
        else resolve(values.length < 2 ? values[0] : values.map((value) => (ArrayBuffer.isView(value) ? "view" : value)));
      });
    });
  }

  #read(given: unknown): Promise<unknown> {
    const stream = given as Emitter & { readonly bytesRead: number };
    const heard: string[] = [];
    let text = "";
    return new Promise((resolve) => {
      stream.on("data", (part) => void (text += typeof part === "string" ? part : this.#hex(part as Uint8Array)));
      for (const event of ["open", "ready", "end"]) stream.on(event, () => void heard.push(event));
      stream.on("error", (error) => void heard.push(failure(error)));
      stream.on("close", () => resolve([heard.join(","), text, stream.bytesRead]));
    });
  }

  #write(given: unknown, data: readonly unknown[]): Promise<unknown> {
    const stream = given as Emitter & { write: AnyFunction; end: AnyFunction; readonly bytesWritten: number };
    const heard: string[] = [];
    return new Promise((resolve) => {
      for (const event of ["open", "ready", "finish"]) stream.on(event, () => void heard.push(event));
      stream.on("error", (error) => void heard.push(failure(error)));
      stream.on("close", () => resolve([heard.join(","), stream.bytesWritten]));
      for (const part of data) stream.write(part);
      stream.end();
    });
  }

  #value(arg: Arg): unknown {
    if (typeof arg !== "object" || arg === null) return arg;
    if (Array.isArray(arg)) return arg.map((one) => this.#value(one as Arg));
    if ("$path" in arg) return this.#path(this.#base + arg.$path, arg.as);
    if ("$slot" in arg) return this.#slots[arg.$slot];
    if ("$bytes" in arg) return viewOf(Uint8Array.from(arg.$bytes), arg.as);
    if ("$odd" in arg) return oddOf(arg.$odd);
    if ("$object" in arg) return Object.fromEntries(Object.entries(arg.$object).map(([key, value]) => [key, this.#value(value)]));
    if (!("$room" in arg)) return undefined;
    const view = viewOf(new Uint8Array(arg.$room).fill(0xee), arg.as);
    this.#rooms.push(view);
    return view;
  }

  #path(path: string, as: "buffer" | "url" | "bytes" | undefined): unknown {
    if (as === "url") return new this.#host.URL(`file://${path}`);
    if (as === "buffer") return this.#host.Buffer.from(path);
    if (as === "bytes") return new Uint8Array(this.#host.Buffer.from(path) as Uint8Array);
    return path;
  }

  async #shown(value: unknown): Promise<string> {
    if (value === undefined || value === null || typeof value === "boolean" || typeof value === "number") return `${value}`;
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "string") return JSON.stringify(value);
    if (ArrayBuffer.isView(value)) return `${this.#host.Buffer.isBuffer(value) ? "Buffer" : "view"} ${this.#hex(value)}`;
    if (Array.isArray(value)) {
      const shown = await Promise.all(value.map((one) => this.#shown(one)));
      return `[${(isListing(value) ? shown.sort() : shown).join(", ")}]`;
    }
    if (typeof value !== "object") return typeof value;
    return this.#shownObject(value as Readonly<Record<string, unknown>>);
  }

  async #shownObject(value: Readonly<Record<string, unknown>>): Promise<string> {
    const kind = value as { isFile?(): boolean; isDirectory?(): boolean; readonly parentPath?: string; readonly name?: unknown };
    if (kind.isFile && kind.isDirectory) {
      const what = `${kind.isFile() ? "file" : ""}${kind.isDirectory() ? "directory" : ""}`;
      if ("parentPath" in kind) return `${what} ${String(kind.name)} in ${kind.parentPath}`;
      return `${what} ${kind.isFile() ? `${await this.#shown(value["size"])} bytes` : ""} ${Object.keys(value).join(" ")}`;
    }
    const entries = await Promise.all(Object.entries(value).map(async ([key, one]) => `${key}: ${await this.#shown(one)}`));
    return `{ ${entries.join(", ")} }`;
  }

  #hex(view: ArrayBufferView): string {
    return this.#host.Buffer.from(new Uint8Array(view.buffer, view.byteOffset, view.byteLength)).toString("hex");
  }
}

/** The order of names in a directory is nobody's promise. */
const isListing = (values: readonly unknown[]): boolean =>
  values.every(
    (value) =>
      typeof value === "string" || (typeof value === "object" && value !== null && ("parentPath" in value || value instanceof Uint8Array)),
  );

async function listOf(values: AsyncIterable<unknown>): Promise<unknown[]> {
  const list: unknown[] = [];
  for await (const value of values) list.push(value);
  return list;
}

function viewOf(bytes: Uint8Array, as: ViewName | undefined): ArrayBufferView {
  if (as === "DataView") return new DataView(bytes.buffer);
  if (as === "Uint16Array") return new Uint16Array(bytes.buffer, 0, bytes.length >> 1);
  return bytes;
}

function oddOf(name: OddName): unknown {
  switch (name) {
    case "undefined":
      return undefined;
    case "NaN":
      return Number.NaN;
    case "Infinity":
      return Infinity;
    case "symbol":
      return Symbol("odd");
    case "function":
      return function odd() {};
    case "bigint":
      return 3n;
    case "date":
      return new Date(0);
    case "minus zero":
      return -0;
    case "class":
      return new (class Odd {
        readonly odd = true;
      })();
  }
}

/** What a program can see of an error. */
function failure(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const { code, errno, syscall, path, dest } = error as Error & Readonly<Record<string, unknown>>;
  const parts = [error.name, error.message, code, errno, syscall, path, dest];
  return `threw ${parts.map((part) => (part === undefined ? "-" : (part as string))).join("; ")}`;
}
