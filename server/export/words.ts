import type { Json, JsonObject } from "../../protocol/json.ts";
import type { Result, Summary, Verdict } from "../../protocol/report.ts";

export const verdictWords: Record<Verdict, string> = {
  holds: "holds",
  violated: "violated",
  undecided: "undecided",
  "not-run": "not run",
};

/** A second sign beside the colour. */
export const verdictMarks: Record<Verdict, string> = { holds: "✓", violated: "✗", undecided: "?", "not-run": "–" };

/** `1 error`, `2 errors`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** `27,648`: the same on every machine. */
export function grouped(number: number): string {
  if (!Number.isInteger(number)) return String(number);
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `310 ms`, `1.4 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

/** What was searched: bounds and covered states, one phrase each. Without it no verdict is shown. */
export function boundsInWords(result: Pick<Result, "bounds" | "stats">): readonly string[] {
  const bounds = Object.entries(result.bounds).flatMap(([name, value]) => partsIn(value) ?? phrases(name, value));
  const { states, complete } = result.stats;
  return states > 0 ? [...bounds, `${count(states, "state")} visited${complete ? "" : ", incomplete"}`] : bounds;
}

/** Parts of a search that came to their end, one after the other: `happy,owned,single`. Undefined: the value is something else. */
function partsIn(value: Json): readonly string[] | undefined {
  if (typeof value !== "string") return undefined;
  const words = value.split(",").map((part) => partWords[part]);
  return words.includes(undefined) ? undefined : [words.join(", ")];
}

const partWords: Readonly<Record<string, string>> = {
  happy: "quiet run",
  owned: "bystanders",
  single: "every single fault",
  pairs: "every pair of faults",
};

function phrases(name: string, value: Json): readonly string[] {
  if (value === null || value === false || value === "") return [];
  if (value === true) return [spaced(name)];
  if (typeof value === "number") return [`${grouped(value)} ${value === 1 ? singular(spaced(name)) : spaced(name)}`];
  if (typeof value === "string") return [value.includes(" ") ? value : `${spaced(name)} ${value}`];
  if (isList(value)) return value.length === 0 ? [] : [`${spaced(name)} ${value.map((item) => flat(item)).join(", ")}`];
  return Object.entries(value).flatMap(([inner, item]) => phrases(`${name} ${inner}`, item));
}

const singular = (words: string): string => words.replace(/(?<=sh|ss)es$|s$/, "");

const flat = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

/** `leafRules` → `leaf rules`. */
const spaced = (name: string): string => name.replace(/[a-z](?=[A-Z])/g, "$& ").toLowerCase();

const isList = (value: readonly Json[] | JsonObject): value is readonly Json[] => Array.isArray(value);

/** `3 holds, 1 violated, 0 undecided, 0 not run`. */
export function summaryInWords(summary: Summary): string {
  return `${summary.holds} holds, ${summary.violated} violated, ${summary.undecided} undecided, ${summary.notRun} not run`;
}
