import { codeTitle } from "../server/export/code-titles.ts";
import { explainedCodes, readCodePage } from "../server/export/code-pages.ts";
import type { Arguments } from "./arguments.ts";
import type { World } from "./command.ts";
import { nearest } from "./nearest.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { UsageError } from "./usage-error.ts";

/** `faultline explain CODE`: the page of a code. */
export async function explain({ operands }: Arguments, { terminal, dist }: World): Promise<number> {
  const [written, ...more] = operands;
  if (more.length > 0) throw new UsageError("explain takes one code");
  if (written === undefined) {
    await terminal.out(explainedCodes.map((code) => `${code}  ${codeTitle(code)}\n`).join(""));
    return 0;
  }
  const code = normalised(written);
  const page = readCodePage(dist, code);
  if (page === undefined) throw new UsageError(notFound(written, code));
  await terminal.out(renderMarkdown(page, terminal.hasColours));
  return 0;
}

/** `3001`, `fl3001` and `FL3001` are the same. */
const normalised = (written: string): string => `FL${written.replace(/^fl/i, "").padStart(4, "0")}`;

function notFound(written: string, code: string): string {
  const near = nearest(code, explainedCodes);
  return `there is no page for ${written}${near === undefined ? "" : `; did you mean ${near}?`} (faultline explain lists all codes)`;
}
