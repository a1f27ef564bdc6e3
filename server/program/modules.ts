import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Problem } from "../../protocol/problem.ts";
import type { EntryModule, Scenario } from "../../simulators/core/simulator.ts";
import { type Containment, realPathOf } from "./containment.ts";
import { type BuildModule, outsideText } from "./plugin.ts";

/**
 * The modules that a scenario names; one that is not there is a problem at its name.
 *
 * @param entry Absolute: names are relative to its folder.
 * @param isOpen Is there a text of it that was never saved?
 */
export function findModules(
  { path }: Scenario,
  modules: readonly EntryModule[],
  entry: string,
  isOpen: (file: string) => boolean,
  mayRead: Containment,
): { readonly modules: readonly BuildModule[]; readonly problems: readonly Problem[] } {
  const found = modules.map(({ name, range, export: exported }) => ({
    name,
    export: exported,
    file: resolve(dirname(entry), name),
    span: { path, range },
  }));
  const problems = found.flatMap(({ name, file, span }): readonly Problem[] => {
    const message = isOpen(realPathOf(file) ?? file) ? undefined : complaintAbout(name, file, mayRead);
    if (message === undefined) return [];
    return [{ code: "FL0002", severity: "error", message, ...span, property: "FL0002", related: [] }];
  });
  return { modules: found, problems };
}

function complaintAbout(name: string, file: string, mayRead: Containment): string | undefined {
  const real = realPathOf(file);
  if (real === undefined) return `There is no file \`${name}\` beside this one`;
  if (!mayRead(real)) return outsideText(name);
  return statSync(real, { throwIfNoEntry: false })?.isFile() ? undefined : `\`${name}\` is not a file`;
}
