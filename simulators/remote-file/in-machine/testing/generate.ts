import type { Random } from "../../../core/random.ts";
import type { Arg, Deed, ViewName } from "./interpret.ts";

/** Random programs on a folder: every function of `fs`, in all of its forms, mostly with arguments that make sense. */
export function programOf(random: Random, length: number): readonly Deed[] {
  const maker = new Maker(random);
  return Array.from({ length }, () => maker.deed());
}

/** The same with wrong arguments now and then. */
export function oddProgramOf(random: Random, length: number): readonly Deed[] {
  const maker = new Maker(random);
  return Array.from({ length }, () => maker.oddly(maker.deed()));
}

const slotCount = 3;
const paths = ["/a", "/b", "/d", "/d/c", "/d/e", "/a/x", "/d/../b", "//a", "/./d/c", "/a/", "/d/", "/d/.", ""];
const flags = ["r", "r+", "w", "w+", "wx", "wx+", "a", "a+", "ax", "ax+", "rs+", "as", 0, 1, 2, 0o102, 0o1102, 0o302];
const oddPaths: readonly Arg[] = [
  { $odd: "undefined" },
  null,
  true,
  { $odd: "date" },
  { $odd: "class" },
  { $odd: "NaN" },
  [],
  { $object: {} },
];
const oddities: readonly Arg[] = [
  { $odd: "undefined" },
  { $odd: "NaN" },
  { $odd: "Infinity" },
  { $odd: "bigint" },
  { $odd: "date" },
  { $odd: "class" },
  null,
  true,
  -1,
  1.5,
  2 ** 31,
  2 ** 40,
  "odd",
  "",
  "hex",
  [],
  { $object: {} },
  { $bytes: [1, 2, 3] },
];

class Maker {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  deed(): Deed {
    const makers = [
      () => this.#open(),
      () => this.#open(),
      () => this.#close(),
      () => this.#read(),
      () => this.#read(),
      () => this.#write(),
      () => this.#write(),
      () => this.#vector(),
      () => this.#onOpen(),
      () => this.#onPath(),
      () => this.#onPath(),
      () => this.#whole(),
      () => this.#whole(),
      () => this.#twoPaths(),
      () => this.#stream(),
    ];
    return this.#pick(makers)();
  }

  /** One of the arguments becomes something that is none: but not one that Node 20 crashes on, or says something about that only its bindings know. */
  oddly(deed: Deed): Deed {
    const isSpared = /^(close|opendir|realpath)/.test(deed.name) || deed.form.endsWith("stream");
    if (deed.args.length === 0 || isSpared || this.#random.below(2) === 0) return deed;
    const at = this.#random.below(deed.args.length);
    const old = deed.args[at];
    if (typeof old === "object" && old !== null && "$slot" in old) return deed;
    const isPath = typeof old === "object" && old !== null && "$path" in old;
    const isMode = /^(access|copyFile)/.test(deed.name) && !isPath;
    if (isMode) return { ...deed, args: deed.args.map((arg, index) => (index === at ? this.#pick<Arg>([-1, 8, "", true]) : arg)) };
    const odd = this.#pick(isPath ? oddPaths : deed.form === "callback" ? oddities : [...oddities, { $odd: "function" } as const]);
    const isSparse = typeof odd === "number" && (odd >= 2 ** 31 || odd < 0) && /^(mkdir|open|write|truncate)/.test(deed.name);
    return isSparse ? deed : { ...deed, args: deed.args.map((arg, index) => (index === at ? odd : arg)) };
  }

  #pick<Of>(list: readonly Of[]): Of {
    return list[this.#random.below(list.length)] as Of;
  }

  #below(count: number): number {
    return this.#random.below(count);
  }

  #slot = (): number => this.#below(slotCount);

  #path(): Arg {
    const $path = this.#pick(paths);
    const as = this.#pick(["text", "text", "text", "text", "buffer", "url"] as const);
    // A URL has no `..` and no doubled slashes left.
    if (as === "text" || (as === "url" && /\/\.|\/\//.test($path))) return { $path };
    return { $path, as };
  }

  #form(): "sync" | "callback" | "promise" {
    return this.#pick(["sync", "callback", "promise"] as const);
  }

  #named(form: "sync" | "callback" | "promise" | "promisified", base: string): string {
    return form === "sync" && base !== "open" ? `${base}Sync` : base;
  }

  /** Numbers are used by functions, handles by their methods. */
  #open(): Deed {
    const form = this.#form();
    const slot = form === "promise" ? slotCount + this.#slot() : this.#slot();
    const args: Arg[] = [this.#path(), this.#pick(flags)];
    if (this.#below(4) === 0) args.push(this.#pick([0o600, "644", 0o777]));
    return { form, name: "open", args, slot };
  }

  #close(): Deed {
    if (this.#below(2) === 0) return this.#method("close", []);
    const form = this.#pick(["sync", "callback"] as const);
    return { form, name: this.#named(form, "close"), args: [{ $slot: this.#slot() }] };
  }

  #method(name: string, args: readonly Arg[]): Deed {
    return { form: "handle", name, args, slot: slotCount + this.#slot() };
  }

  /** A function on a number, or a method of a handle. */
  #onFile(base: string, method: string, args: readonly Arg[], forms: readonly ("sync" | "callback" | "promisified")[]): Deed {
    if (this.#below(2) === 0) return this.#method(method, args);
    const form = this.#pick(forms);
    return { form, name: this.#named(form, base), args: [{ $slot: this.#slot() }, ...args] };
  }

  #room(): Arg {
    const as = this.#view();
    const $room = this.#pick([8, 16, 24, 40]);
    return as ? { $room, as } : { $room };
  }

  #view(): ViewName | undefined {
    return this.#pick([undefined, undefined, undefined, "DataView", "Uint16Array"] as const);
  }

  #bytes(): Arg {
    const as = this.#view();
    const $bytes = Array.from({ length: this.#pick([0, 1, 4, 8, 16, 30]) & (as ? -2 : -1) }, () => this.#below(256));
    return as ? { $bytes, as } : { $bytes };
  }

  #position(): Arg {
    return this.#pick<Arg>([null, { $odd: "undefined" }, this.#below(60), this.#below(60), 0, -1, { $odd: "bigint" }]);
  }

  #read(): Deed {
    const room = this.#room();
    const offset = this.#below(6);
    const length = this.#below(5);
    const object: Record<string, Arg> = {};
    if (this.#below(2) === 0) object["offset"] = offset;
    if (this.#below(2) === 0) object["length"] = length;
    if (this.#below(2) === 0) object["position"] = this.#position();
    const args = this.#pick<readonly Arg[]>([
      [room, offset, length, this.#position()],
      [room, 0, 8, this.#position()],
      [room],
      [room, { $object: object }],
      [room, offset, length],
    ]);
    const isShort = args.length === 3;
    if (this.#below(8) === 0) return this.#onFile("read", "read", [{ $object: { ...object, buffer: room } }], ["callback"]);
    return this.#onFile("read", "read", args, isShort ? ["sync"] : ["sync", "callback", "promisified"]);
  }

  #write(): Deed {
    if (this.#below(3) === 0) {
      const text = this.#pick(["", "abc", "äöü€", "ff00"]);
      const args = this.#pick<readonly Arg[]>([
        [text],
        [text, this.#below(60)],
        [text, null, this.#pick(["utf8", "latin1", "hex", "utf16le"])],
      ]);
      return this.#onFile("write", "write", args, ["sync", "callback", "promisified"]);
    }
    const data = this.#bytes();
    const offset = this.#below(4);
    const args = this.#pick<readonly Arg[]>([
      [data],
      [data, offset],
      [data, offset, this.#below(5)],
      [data, 0, { $odd: "undefined" }, this.#position()],
      [data, { $object: { offset, position: this.#position() } }],
    ]);
    return this.#onFile("write", "write", args, ["sync", "callback", "promisified"]);
  }

  #vector(): Deed {
    const base = this.#pick(["readv", "writev"]);
    const one = (): Arg => (base === "readv" ? this.#room() : this.#bytes());
    const list = Array.from({ length: 1 + this.#below(3) }, one);
    const args = this.#below(2) === 0 ? [list] : [list, this.#position()];
    return this.#onFile(base, base, args, ["sync", "callback", "promisified"]);
  }

  #onOpen(): Deed {
    switch (this.#below(6)) {
      case 0:
        return this.#onFile("ftruncate", "truncate", this.#pick<readonly Arg[]>([[], [this.#below(60)], [-5]]), ["sync", "callback"]);
      case 1:
        return this.#onFile("fsync", "sync", [], ["sync", "callback"]);
      case 2:
        return this.#onFile("fdatasync", "datasync", [], ["sync", "callback"]);
      case 3:
        return this.#onFile("futimes", "utimes", [1, { $odd: "date" }], ["sync", "callback"]);
      default:
        return this.#onFile("fstat", "stat", this.#below(3) === 0 ? [{ $object: { bigint: true } }] : [], [
          "sync",
          "callback",
          "promisified",
        ]);
    }
  }

  #onPath(): Deed {
    const form = this.#form();
    const path = this.#path();
    const deed = (base: string, ...more: readonly Arg[]): Deed => ({ form, name: this.#named(form, base), args: [path, ...more] });
    const isSync = form === "sync";
    const recursive: Arg = { $object: { recursive: this.#below(2) === 0 } };
    switch (this.#below(16)) {
      case 0:
        return deed("stat", ...(isSync && this.#below(2) === 0 ? [{ $object: { throwIfNoEntry: false } }] : []));
      case 1:
        return deed("lstat", ...(this.#below(2) === 0 ? [{ $object: { bigint: true } }] : []));
      case 2:
        return deed("access", ...(this.#below(2) === 0 ? [this.#pick([0, 2, 4, 6])] : []));
      case 3:
        return form === "promise" ? deed("stat") : deed("exists");
      case 4:
      case 5:
        return deed("unlink");
      case 6:
        return deed("truncate", ...(this.#below(2) === 0 ? [this.#below(60)] : []));
      case 7:
      case 8:
        return deed("mkdir", ...(this.#below(2) === 0 ? [recursive] : []));
      case 9:
        return deed("rmdir");
      case 10:
        return deed("rm", { $object: { recursive: this.#below(2) === 0, force: this.#below(2) === 0 } });
      case 11:
        return deed(
          "readdir",
          ...this.#pick<readonly Arg[]>([[], [{ $object: { withFileTypes: true } }], ["buffer"], ["hex"], [recursive]]),
        );
      case 12:
        return { form: "dir", name: "opendir", args: [path] };
      case 13:
        return deed("realpath");
      case 14:
        return deed("utimes", 1, "2");
      default:
        return deed("mkdtemp").args.length > 0 && this.#below(4) === 0 ? deed("readlink") : deed("lutimes", 0, 0);
    }
  }

  #whole(): Deed {
    const form = this.#form();
    const isHandle = form === "promise" && this.#below(3) === 0;
    const base = this.#pick(["readFile", "readFile", "writeFile", "appendFile"]);
    // Node's callback form of reading a number loses errors.
    const onNumber = form !== "promise" && this.#below(4) === 0 && !(form === "callback" && base === "readFile");
    const target: Arg = onNumber ? { $slot: this.#slot() } : this.#path();
    const encoding = this.#pick<readonly Arg[]>([[], ["utf8"], ["hex"], [null], [{ $object: { encoding: "latin1" } }]]);
    const data = this.#pick<Arg>(["text", "äöü", "", this.#bytes()]);
    const flag: Arg = { $object: { flag: this.#pick(["w", "r+", "a", "wx", "a+"]) } };
    const args = base === "readFile" ? encoding : [data, ...this.#pick<readonly Arg[]>([[], [], ["utf8"], [flag]])];
    if (isHandle) return this.#method(base, base === "readFile" ? encoding : [data]);
    return { form, name: this.#named(form, base), args: [target, ...args] };
  }

  #twoPaths(): Deed {
    const form = this.#form();
    const base = this.#pick(["rename", "rename", "copyFile", "cp"]);
    const more = this.#pick<readonly Arg[]>(
      base === "copyFile"
        ? [[], [0], [1]]
        : base === "cp"
          ? [[], [{ $object: { recursive: true } }], [{ $object: { force: false } }], [{ $object: { force: false, errorOnExist: true } }]]
          : [[]],
    );
    const text = (): Arg => ({ $path: this.#pick(paths) });
    return { form, name: this.#named(form, base), args: [text(), text(), ...more] };
  }

  #stream(): Deed {
    const slot = slotCount + this.#slot();
    const start = this.#below(20);
    const options: Record<string, Arg> = {};
    if (this.#below(2) === 0) options["start"] = start;
    switch (this.#below(5)) {
      case 0:
      case 1: {
        if (this.#below(2) === 0) options["end"] = start + this.#below(20);
        if (this.#below(2) === 0) options["highWaterMark"] = this.#pick([1, 5, 16]);
        if (this.#below(3) === 0) options["encoding"] = "hex";
        return { form: "read-stream", name: "path", args: [{ $path: this.#pick(paths) }, { $object: options }] };
      }
      case 2:
      case 3: {
        options["flags"] = this.#pick(["w", "r+", "a"]);
        const data = Array.from({ length: this.#below(3) }, () => this.#pick<Arg>(["one", { $bytes: [1, 2, 3] }]));
        return { form: "write-stream", name: "path", args: [{ $path: this.#pick(paths) }, { $object: options }, ...data] };
      }
      default:
        return { form: "lines", name: "readLines", args: [], slot };
    }
  }
}
