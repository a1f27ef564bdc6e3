import { resolve } from "node:path";
import { analyse, notRead } from "../server/analyse.ts";
import type { Problem } from "../protocol/problem.ts";
import { comparePositions } from "../protocol/source.ts";
import type { Discovery, Scenario, SourceUnit } from "../simulators/core/simulator.ts";
import { simulators } from "../simulators/registry.ts";
import { readText } from "./files/read.ts";
import { nearestUnits } from "./files/nearest-units.ts";
import { compareText, findFiles, type FoundFile, relativePath } from "./files/walk.ts";

/** What is in the files named on the command line, before anything is run. */
export interface Discovered {
  /** By path, then position. */
  readonly scenarios: readonly Scenario[];
  /** Of files, not of a scenario. By path, then position. */
  readonly problems: readonly Problem[];
  /** Text by path: for code frames. */
  readonly texts: ReadonlyMap<string, string>;
  /** Named by the user and not readable: exit status 2. One sentence each. */
  readonly missing: readonly string[];
  /** Named by the user, but of a kind that no simulator reads. */
  readonly foreign: readonly string[];
  /** Absolute. */
  readonly folders: readonly string[];
}

export interface DiscoverContext {
  /** Absolute. */
  readonly cwd: string;
  readonly typescript: SourceUnit["typescript"];
  /** `--config`: takes the place of every file that is looked for by its name. Relative to `cwd`. */
  readonly config?: string;
  readonly signal?: AbortSignal;
}

/** Finds the scenarios in files and folders. Nothing of the user's code runs. */
export async function discover(paths: readonly string[], { cwd, typescript, config, signal }: DiscoverContext): Promise<Discovered> {
  const claims = (path: string) => simulators.some((simulator) => simulator.claims(path));
  const found = await findFiles(cwd, paths, claims, signal);
  const texts = new Map<string, string>();
  const unitOf = nearestUnits({ cwd, config, typescript, onFound: ({ path, text }) => void texts.set(path, text) });
  const missing = found.unreadable
    .filter(({ isNamed }) => isNamed)
    .map(({ path, message }) => `${path} ${message} (looked for it in ${cwd})`);
  const foreign: string[] = [];
  const discoveries: Discovery[] = [];
  for (const file of found.files) {
    if (signal?.aborted) break;
    if (!claims(file.path)) {
      foreign.push(file.path);
      continue;
    }
    const read = readFile(file, unitOf);
    if (read.missing !== undefined) missing.push(read.missing);
    if (read.text !== undefined) texts.set(file.path, read.text);
    discoveries.push(read.discovery);
  }
  if (config !== undefined) discoveries.push(...entriesOf(config, found.files, cwd, unitOf));
  const hidden = found.unreadable
    .filter(({ isNamed }) => !isNamed)
    .map(({ path, message }) => notRead(path, `Not searched: this folder ${message}`));
  return {
    scenarios: discoveries.flatMap((discovery) => discovery.scenarios).sort(byPlace),
    problems: [...hidden, ...discoveries.flatMap((discovery) => discovery.problems)].sort(byPlace),
    texts,
    missing,
    foreign,
    folders: found.folders,
  };
}

/** What runs by a configuration alone: modules that it names. What else there is to say of it, the scenarios say that use it. */
function entriesOf(
  config: string,
  files: readonly FoundFile[],
  cwd: string,
  unitOf: (file: FoundFile, text: string) => SourceUnit,
): readonly Discovery[] {
  const absolute = resolve(cwd, config);
  if (files.some((file) => file.absolute === absolute)) return [];
  const read = readText(absolute);
  if (read.kind !== "text") return [];
  const discovery = analyse(unitOf({ path: relativePath(cwd, absolute), absolute, isNamed: true }, read.text));
  return discovery.scenarios.length > 0 ? [discovery] : [];
}

/** Everything that makes the order of a report: path, position, and for scenarios of one place their names. */
export function byPlace(a: Placed, b: Placed): number {
  return (
    compareText(a.path, b.path) ||
    comparePositions(a.range.start, b.range.start) ||
    compareText(a.simulator ?? "", b.simulator ?? "") ||
    compareText(nameOf(a), nameOf(b))
  );
}

type Placed = Pick<Scenario, "path" | "range"> & {
  readonly simulator?: string;
  /** Of a scenario. */
  readonly name?: string;
  /** Of a result. */
  readonly scenario?: string;
  /** Of a problem. */
  readonly code?: string;
};

const nameOf = ({ name, scenario, code }: Placed): string => name ?? scenario ?? code ?? "";

interface ReadFile {
  readonly text?: string;
  readonly missing?: string;
  readonly discovery: Discovery;
}

const nothing: Discovery = { scenarios: [], problems: [] };

/**
 * A file that was named and cannot be read is the caller's mistake, one that was met in a folder is a problem of the report.
 * A damaged file is looked at all the same: if nothing in it speaks to us (an old source file in another encoding), it is no matter of ours.
 */
function readFile(file: FoundFile, unitOf: (file: FoundFile, text: string) => SourceUnit): ReadFile {
  const read = readText(file.absolute);
  if (read.kind === "text") return { text: read.text, discovery: analyse(unitOf(file, read.text)) };
  if (file.isNamed) return { missing: `${file.path} ${read.message}`, discovery: nothing };
  if (read.kind === "damaged") {
    const { scenarios, problems } = analyse(unitOf(file, read.text));
    if (scenarios.length === 0 && problems.length === 0) return { discovery: nothing };
  }
  return { discovery: { scenarios: [], problems: [notRead(file.path, `Not checked: this file ${read.message}`)] } };
}
