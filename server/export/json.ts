import type { Report } from "../../protocol/report.ts";

/**
 * `JSON.stringify(report, null, 2)` and a line end, one result at a time:
 * traces of many scenarios together may be longer than a string can be.
 */
export function* jsonChunks(report: Report): Iterable<string> {
  let separator = "{\n";
  for (const [key, value] of Object.entries(report)) {
    if (value === undefined) continue;
    yield `${separator}  ${JSON.stringify(key)}: `;
    if (key === "results") yield* listChunks(report.results);
    else yield indented(value, "  ");
    separator = ",\n";
  }
  yield "\n}\n";
}

function* listChunks(items: readonly unknown[]): Iterable<string> {
  if (items.length === 0) return yield "[]";
  let separator = "[\n";
  for (const item of items) {
    yield `${separator}    ${indented(item, "    ")}`;
    separator = ",\n";
  }
  yield "\n  ]";
}

/** Line feeds within strings are escaped in JSON, so every one found here ends a line of the layout. */
const indented = (value: unknown, indent: string): string => JSON.stringify(value, null, 2).replaceAll("\n", `\n${indent}`);
