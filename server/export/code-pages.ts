import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeTitles } from "./code-titles.ts";

/** Codes that have a page, ascending. */
export const explainedCodes: readonly string[] = Object.keys(codeTitles).sort();

/**
 * The page that explains a code, Markdown; undefined when there is none.
 * @param dist The folder `dist` of this installation, with the pages beside the bundles.
 */
export function readCodePage(dist: string, code: string): string | undefined {
  if (!/^FL\d{4}$/.test(code)) return undefined;
  const path = join(dist, "codes", `${code}.md`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
