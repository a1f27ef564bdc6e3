import type { Scenario } from "../simulators/core/simulator.ts";
import { escapeControls } from "./export/escape.ts";

/** Command line that gives the result of a scenario again. */
export function reproduceCommand(
  scenario: Pick<Scenario, "path" | "name">,
  { seed, deep }: { readonly seed: number; readonly deep: boolean },
): string {
  const words = ["faultline", "check", scenario.path, "--scenario", scenario.name, "--seed", String(seed), ...(deep ? ["--deep"] : [])];
  return words.map(quoted).join(" ");
}

/** As one word for a POSIX shell; control characters become visible escapes. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${escapeControls(word.replaceAll("'", "'\\''"))}'`;
}
