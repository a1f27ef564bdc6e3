/** `Intl`, as far as it is the same on every machine: formats for "en-US" in UTC, which are V8's own. */

type Locales = string | readonly string[] | undefined;
type Options = Readonly<Record<string, unknown>> | undefined;

class Format {
  readonly #format: string;

  constructor(kind: string, locales: Locales, options: Options) {
    this.#format = $intlFormat(kind, locales, options);
  }

  /** Parts and options come as JSON. */
  protected ask(method: string, first?: unknown, second?: unknown): never {
    return $intl(this.#format, method, first, second) as never;
  }

  protected read(method: string, first?: unknown, second?: unknown): unknown {
    return JSON.parse(this.ask(method, first, second));
  }

  resolvedOptions(): unknown {
    return this.read("resolvedOptions");
  }
}

const timeOf = (date: unknown): number => (date === undefined ? $now() : Number(date));

class DateTimeFormat extends Format {
  readonly #bound: (date?: unknown) => string = (date) => this.ask("format", timeOf(date));

  constructor(locales: Locales, options: Options) {
    super("DateTimeFormat", locales, options);
  }
  get format(): (date?: unknown) => string {
    return this.#bound;
  }
  formatToParts(date?: unknown): unknown {
    return this.read("formatToParts", timeOf(date));
  }
  formatRange(start: unknown, end: unknown): string {
    return this.ask("formatRange", Number(start), Number(end));
  }
  formatRangeToParts(start: unknown, end: unknown): unknown {
    return this.read("formatRangeToParts", Number(start), Number(end));
  }
}

const numeric = (value: unknown): number | bigint => (typeof value === "bigint" ? value : Number(value));

class NumberFormat extends Format {
  readonly #bound: (value: unknown) => string = (value) => this.ask("format", numeric(value));

  constructor(locales: Locales, options: Options) {
    super("NumberFormat", locales, options);
  }
  get format(): (value: unknown) => string {
    return this.#bound;
  }
  formatToParts(value: unknown): unknown {
    return this.read("formatToParts", numeric(value));
  }
}

class Collator extends Format {
  readonly #bound: (first: unknown, second: unknown) => number = (first, second) => this.ask("compare", `${first}`, `${second}`);

  constructor(locales: Locales, options: Options) {
    super("Collator", locales, options);
  }
  get compare(): (first: unknown, second: unknown) => number {
    return this.#bound;
  }
}

class PluralRules extends Format {
  constructor(locales: Locales, options: Options) {
    super("PluralRules", locales, options);
  }
  select(value: unknown): string {
    return this.ask("select", Number(value));
  }
}

const textsOf = (list: Iterable<unknown>): string[] =>
  Array.from(list, (item) => {
    if (typeof item !== "string") throw new TypeError(`Iterable yielded ${String(item)} which is not a string`);
    return item;
  });

class ListFormat extends Format {
  constructor(locales: Locales, options: Options) {
    super("ListFormat", locales, options);
  }
  format(list: Iterable<unknown> = []): string {
    return this.ask("format", textsOf(list));
  }
  formatToParts(list: Iterable<unknown> = []): unknown {
    return this.read("formatToParts", textsOf(list));
  }
}

class RelativeTimeFormat extends Format {
  constructor(locales: Locales, options: Options) {
    super("RelativeTimeFormat", locales, options);
  }
  format(value: unknown, unit: unknown): string {
    return this.ask("format", Number(value), `${unit}`);
  }
  formatToParts(value: unknown, unit: unknown): unknown {
    return this.read("formatToParts", Number(value), `${unit}`);
  }
}

type Made = new (locales: Locales, options: Options) => Format;

/** The constructor that programs see: those of the first three may be called without `new`. */
function constructorOf(name: string, made: Made, isCallable: boolean): unknown {
  const callee = function (this: unknown, ...[locales, options]: readonly [Locales?, Options?]): unknown {
    if (new.target === undefined && !isCallable) throw new TypeError(`Constructor Intl.${name} requires 'new'`);
    return Reflect.construct(made, [locales, options], new.target ?? callee) as unknown;
  };
  const hidden = { enumerable: false, configurable: true };
  Object.defineProperty(callee, "name", { value: name, ...hidden });
  Object.defineProperty(callee, "prototype", { value: made.prototype, writable: false });
  Object.defineProperty(made.prototype, "constructor", { value: callee, writable: true, ...hidden });
  Object.defineProperty(made.prototype, Symbol.toStringTag, { value: `Intl.${name}`, ...hidden });
  const supportedLocalesOf = (locales: Locales): string[] => {
    $intlFormat(name, locales, undefined);
    return typeof locales === "string" ? [locales] : [...(locales ?? [])];
  };
  Object.defineProperty(callee, "supportedLocalesOf", { value: supportedLocalesOf, writable: true, ...hidden });
  return callee;
}

const others = "DisplayNames DurationFormat Locale Segmenter getCanonicalLocales supportedValuesOf".split(" ");

function refused(name: string): unknown {
  const refuse = function (): never {
    return $notModelled(
      `Intl.${name} is not modelled; DateTimeFormat, NumberFormat, Collator, PluralRules, ListFormat and RelativeTimeFormat are`,
    );
  };
  Object.defineProperty(refuse, "name", { value: name, configurable: true });
  return refuse;
}

const members: readonly (readonly [string, unknown])[] = [
  ["DateTimeFormat", constructorOf("DateTimeFormat", DateTimeFormat, true)],
  ["NumberFormat", constructorOf("NumberFormat", NumberFormat, true)],
  ["Collator", constructorOf("Collator", Collator, true)],
  ["PluralRules", constructorOf("PluralRules", PluralRules, false)],
  ["ListFormat", constructorOf("ListFormat", ListFormat, false)],
  ["RelativeTimeFormat", constructorOf("RelativeTimeFormat", RelativeTimeFormat, false)],
  ...others.map((name) => [name, refused(name)] as const),
];

export const Intl = {};
for (const [name, value] of members) Object.defineProperty(Intl, name, { value, writable: true, enumerable: false, configurable: true });
Object.defineProperty(Intl, Symbol.toStringTag, { value: "Intl", configurable: true });
