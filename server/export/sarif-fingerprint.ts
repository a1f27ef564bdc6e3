import { createHash } from "node:crypto";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/report.ts";

/**
 * Makes fingerprints that stay the same while lines move and figures change, so that a pull request shows only what is new:
 * code, file, scenario, property and the words of the message. Equal ones are told apart by their order in the report.
 */
export function fingerprinter(): (problem: Problem, result: Result | undefined) => string {
  const seen = new Map<string, number>();
  return (problem, result) => {
    const identity = JSON.stringify([
      problem.code,
      problem.path,
      result?.simulator ?? "",
      result?.scenario ?? "",
      problem.property ?? "",
      problem.message.replace(/(?<![\w.-])\d[\d.,]*(?![\w-])/g, "#"),
    ]);
    const nth = seen.get(identity) ?? 0;
    seen.set(identity, nth + 1);
    return `${createHash("sha256").update(identity).digest("hex").slice(0, 32)}:${nth + 1}`;
  };
}
