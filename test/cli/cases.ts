import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../protocol/report.ts";
import { root } from "./programs.ts";

/** What a program of a case should come to: see the README beside the cases. */
export interface Variant {
  /** In the folder of the case. */
  readonly file: string;
  readonly verdict: string;
  /** Properties, of which one at least must be reported as violated. */
  readonly anyOf?: readonly string[];
  readonly codes?: readonly string[];
  /** First and last line, from 1, of which one must be told with one of the codes. */
  readonly lines?: readonly [number, number];
}

export interface Case<Want extends Variant = Variant> {
  readonly name: string;
  readonly variant: string;
  readonly want: Want;
}

/** All variants in a folder of the project. */
export function casesIn<Want extends Variant = Variant>(folder: string): readonly Case<Want>[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const { variants } = JSON.parse(readFileSync(join(root, folder, entry.name, "expect.json"), "utf8")) as {
      readonly variants: Readonly<Record<string, Want>>;
    };
    return Object.entries(variants).map(([variant, want]) => ({ name: entry.name, variant, want }));
  });
}

/** Fails unless the report says of `path` what is wanted: what holds is silent; what is violated is told in one of the lines at least, be it as a related place. @param at The file of the lines. */
export function judge({ results }: Report, path: string, { verdict, anyOf = [], codes = [], lines }: Variant, at = path): void {
  const result = results.find((one) => one.path === path);
  assert.ok(result, "checked");
  const loud = result.problems.filter(({ severity }) => severity !== "information");
  const told = loud.map(({ code, message, range }) => `${code} line ${range.start.line + 1}: ${message}`).join("\n");
  assert.equal(result.verdict, verdict, told || result.reason?.message);
  if (verdict === "holds") return assert.equal(told, "");
  const failing = result.properties.filter((property) => property.verdict === "violated").map(({ id }) => id);
  assert.ok(anyOf.length === 0 || anyOf.some((id) => failing.includes(id)), `${failing.join()}\n${told}`);
  if (!lines) return;
  const [first, last] = lines;
  const places = loud.filter(({ code }) => codes.includes(code)).flatMap((problem) => [problem, ...problem.related]);
  const isWithin = (line: number): boolean => first <= line + 1 && line + 1 <= last;
  assert.ok(
    places.some((place) => place.path === at && isWithin(place.range.start.line)),
    told,
  );
}
