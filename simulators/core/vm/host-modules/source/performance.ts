/** `performance` of virtual time. */

export class PerformanceEntry {
  readonly name: string;
  readonly entryType: string;
  readonly startTime: number;
  readonly duration: number;
  readonly detail: unknown;

  constructor(name: string, entryType: string, startTime: number, duration: number, detail: unknown) {
    this.name = name;
    this.entryType = entryType;
    this.startTime = startTime;
    this.duration = duration;
    this.detail = detail;
  }
  toJSON(): object {
    return { ...this };
  }
}

export class Performance {
  #entries: readonly PerformanceEntry[] = [];

  now(): number {
    return $elapsed();
  }
  get timeOrigin(): number {
    return $now() - $elapsed();
  }
  mark(name: string, options: { readonly detail?: unknown; readonly startTime?: number } = {}): PerformanceEntry {
    return this.#add(new PerformanceEntry(name, "mark", options.startTime ?? $elapsed(), 0, options.detail ?? null));
  }
  measure(name: string, start?: string, end?: string): PerformanceEntry {
    const from = start === undefined ? 0 : this.#time(start);
    return this.#add(new PerformanceEntry(name, "measure", from, (end === undefined ? $elapsed() : this.#time(end)) - from, null));
  }
  getEntries(): PerformanceEntry[] {
    return [...this.#entries];
  }
  getEntriesByName(name: string, type?: string): PerformanceEntry[] {
    return this.#entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type));
  }
  getEntriesByType(type: string): PerformanceEntry[] {
    return this.#entries.filter((entry) => entry.entryType === type);
  }
  clearMarks(name?: string): void {
    this.#entries = this.#entries.filter((entry) => entry.entryType !== "mark" || (name !== undefined && entry.name !== name));
  }
  clearMeasures(name?: string): void {
    this.#entries = this.#entries.filter((entry) => entry.entryType !== "measure" || (name !== undefined && entry.name !== name));
  }
  /** Code takes no time: the loop is never busy. */
  eventLoopUtilization(): object {
    return { idle: 0, active: 0, utilization: 0 };
  }
  timerify(): never {
    return $notModelled("`performance.timerify` is not modelled: leave it out of the code that is checked");
  }
  toJSON(): object {
    return { timeOrigin: this.timeOrigin };
  }
  get [Symbol.toStringTag](): string {
    return "Performance";
  }

  #add(entry: PerformanceEntry): PerformanceEntry {
    this.#entries = [...this.#entries, entry];
    return entry;
  }
  #time(mark: string): number {
    const entry = this.#entries.findLast((one) => one.name === mark && one.entryType === "mark");
    if (entry !== undefined) return entry.startTime;
    throw new SyntaxError(`The "${mark}" performance mark has not been set`);
  }
}

export const performance = new Performance();

/** What never happens in a check, so that nobody is told of any. */
const quietTypes = new Set(["dns", "gc", "http", "http2", "net"]);

export class PerformanceObserver {
  constructor(callback: unknown) {
    if (typeof callback === "function") return;
    throw Object.assign(new TypeError('The "callback" argument must be of type function. Received ' + $inspect(callback, undefined)), {
      code: "ERR_INVALID_ARG_TYPE",
    });
  }
  observe(options: { readonly entryTypes?: readonly string[]; readonly type?: string } = {}): void {
    for (const type of options.entryTypes ?? [options.type ?? ""])
      if (!quietTypes.has(type))
        $notModelled(`\`PerformanceObserver\` of "${type}" is not modelled: leave it out of the code that is checked`);
  }
  disconnect(): void {}
  takeRecords(): PerformanceEntry[] {
    return [];
  }
  static get supportedEntryTypes(): string[] {
    return ["dns", "function", "gc", "http", "http2", "mark", "measure", "net", "resource"];
  }
}

/** Of delays, of which there are none: time is virtual. */
class IntervalHistogram {
  #isEnabled = false;

  enable(): boolean {
    const isNew = !this.#isEnabled;
    this.#isEnabled = true;
    return isNew;
  }
  disable(): boolean {
    const was = this.#isEnabled;
    this.#isEnabled = false;
    return was;
  }
  reset(): void {}
  percentile(): number {
    return 0;
  }
  get count(): number {
    return 0;
  }
  get exceeds(): number {
    return 0;
  }
  get min(): number {
    return 9_223_372_036_854_776_000;
  }
  get max(): number {
    return 0;
  }
  get mean(): number {
    return Number.NaN;
  }
  get stddev(): number {
    return Number.NaN;
  }
  get percentiles(): Map<number, number> {
    return new Map([[100, 0]]);
  }
}

export const monitorEventLoopDelay = (): IntervalHistogram => new IntervalHistogram();
export const createHistogram = (): never =>
  $notModelled("`perf_hooks.createHistogram` is not modelled: leave it out of the code that is checked");

export const constants = {
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0,
  NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
  NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
  NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
  NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
};

export default { performance, Performance, PerformanceEntry, PerformanceObserver, monitorEventLoopDelay, createHistogram, constants };
