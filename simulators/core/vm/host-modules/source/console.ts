/** `console`: what is written is an effect that the user sees. */

class Console {
  #indent = "";
  #counts: ReadonlyMap<string, number> = new Map();
  #timers: ReadonlyMap<string, number> = new Map();

  #write(method: string, text: string): void {
    $effect(`console.${method}`, this.#indent === "" ? text : this.#indent + text.replaceAll("\n", `\n${this.#indent}`));
  }

  log = (...args: unknown[]): void => this.#write("log", $format(args));
  info = (...args: unknown[]): void => this.#write("info", $format(args));
  debug = (...args: unknown[]): void => this.#write("debug", $format(args));
  error = (...args: unknown[]): void => this.#write("error", $format(args));
  warn = (...args: unknown[]): void => this.#write("warn", $format(args));
  trace = (...args: unknown[]): void => this.#write("trace", `Trace${args.length > 0 ? `: ${$format(args)}` : ""}`);
  dir = (value: unknown, options?: object): void => this.#write("dir", $inspect(value, { customInspect: false, ...options }));
  dirxml = (...args: unknown[]): void => this.#write("dirxml", $format(args));
  assert = (condition: unknown, ...args: unknown[]): void => {
    if (condition) return;
    if (typeof args[0] === "string") this.#write("assert", $format([`Assertion failed: ${args[0]}`, ...args.slice(1)]));
    else this.#write("assert", $format(args.length === 0 ? ["Assertion failed"] : ["Assertion failed", ...args]));
  };
  group = (...args: unknown[]): void => {
    if (args.length > 0) this.log(...args);
    this.#indent += "  ";
  };
  groupCollapsed = (...args: unknown[]): void => this.group(...args);
  groupEnd = (): void => {
    this.#indent = this.#indent.slice(2);
  };
  count = (label: unknown = "default"): void => {
    const count = (this.#counts.get(`${label}`) ?? 0) + 1;
    this.#counts = new Map([...this.#counts, [`${label}`, count]]);
    this.#write("count", `${label}: ${count}`);
  };
  countReset = (label: unknown = "default"): void => {
    this.#counts = new Map([...this.#counts].filter(([name]) => name !== `${label}`));
  };
  time = (label: unknown = "default"): void => {
    this.#timers = new Map([...this.#timers, [`${label}`, $elapsed()]]);
  };
  timeLog = (label: unknown = "default", ...args: unknown[]): void => {
    const start = this.#timers.get(`${label}`);
    if (start !== undefined) this.#write("timeLog", $format([`${label}: ${duration($elapsed() - start)}`, ...args]));
  };
  timeEnd = (label: unknown = "default"): void => {
    const start = this.#timers.get(`${label}`);
    if (start === undefined) return;
    this.#write("timeEnd", `${label}: ${duration($elapsed() - start)}`);
    this.#timers = new Map([...this.#timers].filter(([name]) => name !== `${label}`));
  };
  timeStamp = (): void => {};
  profile = (): void => {};
  profileEnd = (): void => {};
  table = (data: unknown, columns?: readonly string[]): void =>
    this.#write("table", isObject(data) ? table(data, columns) : $format([data]));

  get [Symbol.toStringTag](): string {
    return "console";
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** As Node writes it: `1.5ms`, `2.000s`, `1:05.000 (m:ss.mmm)`. */
function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Number(milliseconds.toFixed(3))}ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(3)}s`;
  const [minutes, rest] = [Math.floor(seconds / 60), (seconds % 60).toFixed(3).padStart(6, "0")];
  if (minutes < 60) return `${minutes}:${rest} (m:ss.mmm)`;
  return `${Math.floor(minutes / 60)}:${`${minutes % 60}`.padStart(2, "0")}:${rest.slice(0, 2)} (h:mm:ss)`;
}

const cell = (value: unknown): string =>
  $inspect(value, {
    depth: isObject(value) && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0,
    maxArrayLength: 3,
    breakLength: Infinity,
  });

function table(data: object, columns: readonly string[] | undefined): string {
  const isMap = data instanceof Map;
  const isIterable = isMap || data instanceof Set;
  const rows: (readonly [string, unknown])[] = isMap
    ? [...data].map(([key, value], at) => [`${at}`, [key, value]])
    : isIterable
      ? [...data].map((value, at) => [`${at}`, value])
      : Object.entries(data);
  const names: string[] = [...(columns ?? [])];
  let hasValues = false;
  for (const [, row] of rows) {
    if (!isObject(row) || isIterable) hasValues = true;
    else if (columns === undefined) for (const name of Object.keys(row)) if (!names.includes(name)) names.push(name);
  }
  if (isMap) {
    const pairs = rows.map(([index, pair]) => [index, cell((pair as unknown[])[0]), cell((pair as unknown[])[1])]);
    return render(["(iteration index)", "Key", "Values"], pairs);
  }
  const head = [isIterable ? "(iteration index)" : "(index)", ...names, ...(hasValues ? ["Values"] : [])];
  const lines = rows.map(([index, row]) => {
    const fields = row as Record<string, unknown>;
    const values = names.map((name) => (isObject(row) && Object.hasOwn(fields, name) ? cell(fields[name]) : ""));
    return [index, ...values, ...(hasValues ? [isObject(row) && !isIterable ? "" : cell(row)] : [])];
  });
  return render(head, lines);
}

/** Cells in the middle of their columns, as Node 20 draws them. */
function render(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => (row[at] ?? "").length)) + 2);
  const line = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  const draw = (row: readonly string[]): string =>
    `│${widths
      .map((width, at) => {
        const text = row[at] ?? "";
        const left = Math.floor((width - text.length) / 2);
        return " ".repeat(left) + text + " ".repeat(width - text.length - left);
      })
      .join("│")}│`;
  return [line("┌", "┬", "┐"), draw(head), line("├", "┼", "┤"), ...rows.map(draw), line("└", "┴", "┘")].join("\n");
}

export const console = new Console();
export { Console };
export default console;
