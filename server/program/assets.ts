import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Problem } from "../../protocol/problem.ts";
import type { Asset, AssetName, Scenario } from "../../simulators/core/simulator.ts";
import { decodeSource, maximumFileBytes } from "../workspace/read.ts";
import { realPathOf } from "./containment.ts";
import { type Build, outsideText } from "./plugin.ts";

/** The files of data that a scenario names, as the editor has them or from disk; what cannot be read is a problem at its name. */
export function readAssets(
  scenario: Scenario,
  names: readonly AssetName[],
  build: Build,
  pathOf: (file: string) => string,
): { readonly assets: readonly Asset[]; readonly problems: readonly Problem[] } {
  const assets: Asset[] = [];
  const problems: Problem[] = [];
  for (const { name, range } of names) {
    const read = readAsset(name, build);
    if ("message" in read) {
      const { path } = scenario;
      problems.push({ code: "FL0002", severity: "error", message: read.message, path, range, property: "FL0002", related: [] });
    } else assets.push({ name, path: pathOf(read.file), text: read.text });
  }
  return { assets, problems };
}

function readAsset(name: string, build: Build): { readonly file: string; readonly text: string } | { readonly message: string } {
  const wanted = join(dirname(build.entry), name);
  const file = realPathOf(wanted) ?? wanted;
  const newer = build.textOf(file);
  if (newer !== undefined) return { file, text: newer };
  if (!realPathOf(wanted)) return { message: `There is no file \`${name}\` beside this one` };
  if (!build.mayRead(file)) return { message: outsideText(name) };
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return { message: `\`${name}\` is not a file` };
    if (maximumFileBytes < stats.size)
      return { message: `\`${name}\` is larger than ${maximumFileBytes / 1024 / 1024} MiB, which is not read` };
    const source = decodeSource(readFileSync(file));
    if (source.kind === "text") return { file, text: source.text };
    return { message: `\`${name}\`: ${source.kind === "refused" ? source.message : "it has gone"}` };
  } catch (error) {
    return { message: `\`${name}\` cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
