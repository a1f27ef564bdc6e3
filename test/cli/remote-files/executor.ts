/** Runs random programs below a folder and prints what they saw: `node executor.cjs FOLDER PROGRAMS.json OUTPUT.json`. */
import fs from "node:fs";
import { dirname, join } from "node:path";
import type { Argument, Form, Step } from "./steps.ts";

async function main(root: string, input: string, output: string): Promise<void> {
  const programs = JSON.parse(fs.readFileSync(input, "utf8")) as readonly (readonly Step[])[];
  const results: unknown[] = [];
  for (const [index, steps] of programs.entries()) results.push(await new Program(join(root, `p${index}`)).run(steps));
  fs.writeFileSync(output, JSON.stringify(results));
}

type Open = { readonly number: number } | { readonly handle: fs.promises.FileHandle };

class Program {
  readonly #root: string;
  readonly #files: (Open | undefined)[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  async run(steps: readonly Step[]): Promise<unknown> {
    fs.mkdirSync(this.#root, { recursive: true });
    const seen: unknown[] = [];
    for (const step of steps) {
      const told = await this.#told(() => this.#take(step));
      // Of `rm`, which calls others, each form of each version tells another call.
      seen.push(step.kind === "rm" && "error" in told ? told.error["code"] : told);
    }
    // Where each file stands, and what is there.
    for (const file of this.#files.keys())
      seen.push(await this.#told(() => this.#take({ kind: "read", form: "sync", file, size: 50, args: [] })));
    await this.#closeAll();
    // Programs remove even their own folder, and copy files to its name.
    return { seen, content: await this.#told(() => Promise.resolve(this.#contents())) };
  }

  #contents(): readonly unknown[] {
    const entries = fs.readdirSync(this.#root, { recursive: true, withFileTypes: true }).sort(byName);
    return entries.map((entry) => [entry, this.#contentOf(entry)]);
  }

  #contentOf(entry: fs.Dirent): unknown {
    return entry.isDirectory() ? null : fs.readFileSync(join(entry.parentPath, entry.name)).toString("base64");
  }

  async #told(work: () => Promise<unknown>): Promise<{ readonly value: unknown } | { readonly error: Record<string, unknown> }> {
    try {
      return { value: plain(await work(), this.#root) };
    } catch (error) {
      const { code, errno, syscall, path, dest, message, name } = error as NodeJS.ErrnoException & { dest?: string };
      return { error: plain({ code, errno, syscall, path, dest, message, name }, this.#root) as Record<string, unknown> };
    }
  }

  async #take(step: Step): Promise<unknown> {
    switch (step.kind) {
      case "open":
        return this.#open(step);
      case "close":
        return this.#close(step.file, step.form);
      case "read":
        return this.#read(step);
      case "write": {
        const data = step.isText ? step.text : Buffer.from(step.text);
        return this.#onFile(step, "write", [data, ...step.args.map(value)]);
      }
      case "readv": {
        const buffers = step.sizes.map((size) => Buffer.alloc(size));
        return [await this.#onFile(step, "readv", [buffers, value(step.position)]), buffers];
      }
      case "writev":
        return this.#onFile(step, "writev", [step.texts.map((text) => Buffer.from(text)), value(step.position)]);
      case "fstat":
      case "fsync":
      case "fdatasync":
        return this.#onFile(step, step.kind, []);
      case "ftruncate":
        return this.#onFile(step, "ftruncate", [value(step.size)]);
      case "readRest":
        // Node's callback form drops the error of a read on a file that it did not open.
        return this.#onFile({ ...step, form: "sync" }, "readFile", [step.encoding]);
      case "writeRest":
        return this.#onFile(step, "writeFile", [step.text]);
      case "appendRest":
        return this.#onFile(step, "appendFile", [step.text]);
      case "readFile":
        return this.#onPath(step, [step.encoding]);
      case "writeFile":
      case "appendFile":
        this.#makeParent(step.path);
        return this.#onPath(step, [step.text, ...(step.flag === undefined ? [] : [{ flag: step.flag }])]);
      case "stat":
      case "lstat":
      case "exists":
      case "rmdir":
      case "realpath":
        return this.#onPath(step, []);
      case "unlink":
        await this.#closeAll();
        return this.#onPath(step, []);
      case "readdir":
        return sorted(await this.#onPath(step, []));
      case "list":
        return sorted(await this.#onPath({ ...step, kind: "readdir" }, [{ withFileTypes: true, recursive: true }]));
      case "opendir":
        return this.#opendir(step.path);
      case "access":
        return this.#onPath(step, [step.mode]);
      case "mkdir":
        return this.#onPath(step, [{ recursive: step.recursive }]);
      case "rm":
        await this.#closeAll();
        return this.#onPath(step, [{ recursive: step.recursive, force: step.force }]);
      case "truncate":
        return this.#onPath(step, [step.size]);
      case "rename":
        await this.#closeAll();
        return this.#onPath(step, [this.#at(step.to)]);
      case "copyFile":
        // libuv removes the target when the source is a folder, whatever was there.
        if (fs.statSync(this.#at(step.path), { throwIfNoEntry: false })?.isDirectory()) return "a folder";
        this.#makeParent(step.to);
        return this.#onPath(step, [this.#at(step.to)]);
      case "readStream":
        return this.#readStream(step);
      case "writeStream":
        return this.#writeStream(step);
    }
  }

  #at(path: string): string {
    return join(this.#root, path);
  }

  /** Under a mount folders above a new file are there by themselves. */
  #makeParent(path: string): void {
    try {
      fs.mkdirSync(dirname(this.#at(path)), { recursive: true });
    } catch {
      // A file is in the way: the step itself will tell.
    }
  }

  async #open({ form, file, path, flags }: Step & { kind: "open" }): Promise<string> {
    if (this.#files[file]) await this.#close(file, "sync");
    if (!flags.startsWith("r")) this.#makeParent(path);
    if (form === "promise") this.#files[file] = { handle: await fs.promises.open(this.#at(path), flags) };
    else this.#files[file] = { number: [await this.#call("open", form, [this.#at(path), flags])].flat()[0] as number };
    return "opened";
  }

  async #close(file: number, form: Form): Promise<unknown> {
    const open = this.#files[file];
    if (!open) return "not open";
    this.#files[file] = undefined;
    if ("handle" in open) return open.handle.close();
    return this.#call("close", form === "sync" ? "sync" : "callback", [open.number]);
  }

  async #closeAll(): Promise<void> {
    for (const file of this.#files.keys()) await this.#close(file, "sync");
  }

  async #read(step: Step & { kind: "read" }): Promise<unknown> {
    const buffer = Buffer.alloc(step.size);
    const got = await this.#onFile(step, "read", [buffer, ...step.args.map(value)]);
    return [got, buffer];
  }

  async #onFile(
    { form, file }: { readonly form: string; readonly file: number },
    name: string,
    args: readonly unknown[],
  ): Promise<unknown> {
    const open = this.#files[file];
    if (!open) return "not open";
    if ("number" in open) return this.#call(name, form === "sync" ? "sync" : "callback", [open.number, ...args]);
    const method = handleNames[name] ?? name;
    return (open.handle as unknown as Record<string, (...given: unknown[]) => unknown>)[method]?.(...args);
  }

  #onPath(
    { kind, form, path }: { readonly kind: string; readonly form: string; readonly path: string },
    args: readonly unknown[],
  ): unknown {
    return this.#call(kind, kind === "exists" && form === "promise" ? "sync" : form, [this.#at(path), ...args]);
  }

  #call(name: string, form: string, args: readonly unknown[]): unknown {
    const functions = fs as unknown as Record<string, (...given: unknown[]) => unknown>;
    if (form === "sync") return functions[`${name}Sync`]?.(...args);
    if (form === "promise") return (fs.promises as unknown as typeof functions)[name]?.(...args);
    return new Promise((resolve, reject) => {
      functions[name]?.(...args, (error: unknown, ...results: unknown[]) => {
        if (error instanceof Error) reject(error);
        else resolve(name === "exists" ? error : results);
      });
    });
  }

  async #opendir(path: string): Promise<unknown> {
    const names: string[] = [];
    for await (const entry of await fs.promises.opendir(this.#at(path))) names.push(`${entry.name} ${entry.isDirectory()}`);
    return names.sort();
  }

  #readStream({ path, start, end, chunk }: Step & { kind: "readStream" }): Promise<unknown> {
    const stream = fs.createReadStream(this.#at(path), { start, end, highWaterMark: chunk });
    const parts: Buffer[] = [];
    stream.on("data", (part) => parts.push(part as Buffer));
    return new Promise((resolve, reject) => {
      stream.once("error", reject).once("close", () => resolve([parts.length, Buffer.concat(parts), stream.bytesRead]));
    });
  }

  #writeStream({ path, texts, flags, start }: Step & { kind: "writeStream" }): Promise<unknown> {
    this.#makeParent(path);
    const stream = fs.createWriteStream(this.#at(path), start === undefined ? { flags } : { flags, start });
    for (const text of texts) stream.write(text);
    stream.end();
    return new Promise((resolve, reject) => {
      stream.once("error", reject).once("close", () => resolve(stream.bytesWritten));
    });
  }
}

const handleNames: Readonly<Record<string, string>> = { fstat: "stat", fsync: "sync", fdatasync: "datasync", ftruncate: "truncate" };

function value(argument: Argument): unknown {
  if (typeof argument !== "object" || argument === null) return argument;
  return "big" in argument ? BigInt(argument.big) : undefined;
}

/** What may be compared: times, devices and the names of the folder are left out. */
function plain(given: unknown, root: string): unknown {
  if (typeof given === "string") return given.replaceAll(root, "ROOT");
  if (typeof given === "bigint") return `${given}n`;
  if (ArrayBuffer.isView(given)) return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString("base64");
  if (given instanceof fs.Stats)
    return { size: given.isFile() ? given.size : "folder", isFile: given.isFile(), mode: given.mode.toString(8) };
  if (given instanceof fs.Dirent) return `${given.name} ${given.isDirectory()} ${given.parentPath.replaceAll(root, "ROOT")}`;
  if (Array.isArray(given)) return given.map((part) => plain(part, root));
  if (typeof given !== "object" || given === null) return given;
  return Object.fromEntries(Object.entries(given).map(([name, part]) => [name, plain(part, root)]));
}

const sorted = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((entry) => (Array.isArray(entry) ? sorted(entry) : entry)).sort(byName) : list;

const byName = (a: unknown, b: unknown): number => (nameOf(a) < nameOf(b) ? -1 : 1);

const nameOf = (entry: unknown): string => (entry instanceof fs.Dirent ? join(entry.parentPath, entry.name) : String(entry));

const [root = "", input = "", output = ""] = process.argv.slice(2);
void main(root, input, output);
