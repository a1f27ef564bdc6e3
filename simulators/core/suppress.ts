import type { Problem } from "../../protocol/problem.ts";

/** A `faultline-ignore` comment. `reason` is empty when none was given. */
interface Ignore {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly code: string;
  readonly reason: string;
}

/** `// faultline-ignore FL2005: reason`, with `#` in YAML. */
const pattern = /(?:\/\/|#|\/\*)\s*faultline-ignore\b[ \t]*(FL\d{4})?[ \t]*:?[ \t]*([^\r\n]*)/;

/**
 * Marks the problems of one file that a comment on the line before takes out of the verdict (C1),
 * and adds an `FL0002` for each comment without a reason, without a code, or with nothing to suppress.
 * Problems of other files are returned as they are.
 *
 * @param isComplete All problems of the file are here: only then may a comment be called useless.
 */
export function suppress(path: string, text: string, problems: readonly Problem[], isComplete: boolean): readonly Problem[] {
  const ignores = readIgnores(text);
  if (ignores.length === 0) return problems;
  const used = new Set<Ignore>();
  const marked = problems.map((problem) => {
    if (problem.path !== path) return problem;
    const ignore = ignores.find((candidate) => candidate.line + 1 === problem.range.start.line && candidate.code === problem.code);
    if (!ignore) return problem;
    used.add(ignore);
    return ignore.reason === "" ? problem : { ...problem, suppressed: ignore.reason };
  });
  return [...marked, ...ignores.flatMap((ignore) => complaint(path, ignore, used.has(ignore), isComplete))];
}

function readIgnores(text: string): readonly Ignore[] {
  if (!text.includes("faultline-ignore")) return [];
  return text.split(/\r\n|\n|\r/).flatMap((content, line) => {
    const match = pattern.exec(content);
    if (!match) return [];
    const reason = (match[2] ?? "").replace(/\*\/.*$/, "").trim();
    return [{ line, character: match.index, length: match[0].trimEnd().length, code: match[1] ?? "", reason }];
  });
}

function complaint(path: string, ignore: Ignore, isUsed: boolean, isComplete: boolean): readonly Problem[] {
  const message =
    ignore.code === ""
      ? "`faultline-ignore` names no code: write `faultline-ignore FLnnnn: reason`"
      : ignore.reason === ""
        ? `\`faultline-ignore ${ignore.code}\` gives no reason, so it suppresses nothing: write it after a colon`
        : isComplete && !isUsed
          ? `\`faultline-ignore ${ignore.code}\` has nothing to suppress on the next line: remove it`
          : undefined;
  if (message === undefined) return [];
  const range = {
    start: { line: ignore.line, character: ignore.character },
    end: { line: ignore.line, character: ignore.character + ignore.length },
  };
  return [{ code: "FL0002", severity: "warning", message, path, range, property: "FL0002", related: [] }];
}
