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
  eventLoopUtilization(): never {
    return $notModelled("`performance.eventLoopUtilization` is not modelled: leave it out of the code that is checked");
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
export default { performance, Performance, PerformanceEntry };
