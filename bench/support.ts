/** What all benchmarks share: a table on the terminal, the machine, medians. */
import { cpus, totalmem } from "node:os";

/** `--quick`: smaller counts, for a look in between. */
export const isQuick = process.argv.includes("--quick");

/** One row: what was measured, the figure, the goal, whether it was reached. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  readonly goal?: string;
  readonly isMet?: boolean;
}

/** Prints a title with the machine, then the rows. A missed goal is printed, it fails nothing: times depend on the machine. */
export function printTable(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}\n${machine()}`);
  const widths = [widest(rows, ({ what }) => what), widest(rows, ({ figure }) => figure), widest(rows, ({ goal = "" }) => goal)];
  for (const { what, figure, goal = "", isMet } of rows) {
    const verdict = isMet === undefined ? "" : isMet ? "ok" : "NOT ok";
    console.log(
      `  ${what.padEnd(widths[0] ?? 0)}  ${figure.padStart(widths[1] ?? 0)}  ${goal.padEnd(widths[2] ?? 0)}  ${verdict}`.trimEnd(),
    );
  }
}

/** Milliseconds that `work` takes. */
export function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** 1234567 as `1,234,567`. */
export const count = (value: number): string => Math.round(value).toLocaleString("en-US");

export const milliseconds = (value: number): string => `${value < 100 ? value.toFixed(1) : count(value)} ms`;

/** Largest resident memory of this process so far, MB. */
export const peakMemory = (): number => process.resourceUsage().maxRSS / 1024;

function machine(): string {
  const [first] = cpus();
  return `${first?.model.trim() ?? "unknown processor"} x ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}

const widest = (rows: readonly Row[], text: (row: Row) => string): number =>
  rows.reduce((most, row) => Math.max(most, text(row).length), 0);

/** @throws {Error} What is timed does not do what it must. */
export function mustBe(what: string, found: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}: ${left}, expected ${right}`);
}
