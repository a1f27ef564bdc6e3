import type { ConfigDocument } from "../../core/config/edits.ts";
import type { Complaint } from "../../core/source/complaint.ts";
import type { FunctionNode } from "../../core/source/owners.ts";
import { type Parsed, type Stretch, stretchOf } from "../../core/source/parse.ts";
import type { RemoteFiles } from "../config/model.ts";
import { type Cost, costsIn } from "./costs.ts";
import { Identities } from "./identities.ts";
import { Names } from "./names.ts";
import { sharedAppends } from "./rules/appends.ts";
import { usesAfterClose } from "./rules/closed.ts";
import type { Context } from "./rules/context.ts";
import { hotOpens } from "./rules/hot-open.ts";
import { leftOpen } from "./rules/leaks.ts";
import { mixedAtomics } from "./rules/local-atomics.ts";
import { strayPaths } from "./rules/paths.ts";
import { writesToReadOnly } from "./rules/read-only.ts";
import { refusedCalls } from "./rules/refused.ts";
import { behindTheRegion } from "./rules/region.ts";
import { endlessRetries } from "./rules/retry.ts";
import { reusedBuffers } from "./rules/reuse.ts";
import { swallowedErrors } from "./rules/swallowed.ts";
import { unawaitedWrites } from "./rules/unawaited.ts";
import { unplacedWrites } from "./rules/unplaced.ts";
import { Sightings } from "./sightings.ts";
import { FileWalk } from "./walk.ts";

/** A function that runs on a node. */
export interface ProcessFunction {
  readonly fn: FunctionNode;
  readonly node: string;
}

/** What can be said of a file's calls of `node:fs` without running it. */
export interface StaticFindings {
  readonly complaints: readonly Complaint[];
  /** Calls that open a file under a mount, in order. */
  readonly opens: readonly Stretch[];
  /** What opens and loops cost, as far as sizes and rounds are constant. */
  readonly costs: readonly Cost[];
}

/**
 * What can be said of a file's calls of `node:fs` without running it (FL4001 to FL4020). Says nothing where it is not sure.
 *
 * @param options `document`: the configuration's text, for fixes in it. `aside`: functions that see memory as it is, without events or errors.
 */
export function staticFindings(
  parsed: Parsed,
  configuration: RemoteFiles,
  processes: readonly ProcessFunction[],
  options: { readonly document?: ConfigDocument; readonly aside?: readonly FunctionNode[] } = {},
): StaticFindings {
  const { document, aside = [] } = options;
  const sightings = new Sightings();
  const names = new Names(parsed);
  for (const fn of aside) sightings.visited.add(fn);
  walkAll(parsed, names, configuration, sightings, processes, new Set(aside));
  const nodes = processes.map(({ node }) => node);
  const context: Context = { parsed, names, configuration, sightings, nodes, ...(document ? { document } : {}) };
  const complaints = rules.flatMap((rule) => rule(context)).sort((a, b) => a.start - b.start || a.end - b.end);
  return { complaints, opens: opensIn(context), costs: costsIn(context) };
}

const rules: readonly ((context: Context) => readonly Complaint[])[] = [
  strayPaths,
  usesAfterClose,
  hotOpens,
  writesToReadOnly,
  behindTheRegion,
  unawaitedWrites,
  refusedCalls,
  unplacedWrites,
  sharedAppends,
  swallowedErrors,
  reusedBuffers,
  endlessRetries,
  mixedAtomics,
  leftOpen,
];

/** Processes first; then the module, and each function that nobody has called so far. */
function walkAll(
  parsed: Parsed,
  names: Names,
  configuration: RemoteFiles,
  sightings: Sightings,
  processes: readonly ProcessFunction[],
  aside: ReadonlySet<unknown>,
): void {
  const { compiler, source } = parsed;
  const ids = new Identities(parsed);
  for (const [index, { fn }] of processes.entries()) new FileWalk(names, configuration, sightings, ids, index).walk(fn);
  new FileWalk(names, configuration, sightings, ids).walk(source);
  const visit = (node: Parameters<typeof compiler.forEachChild>[0]): void => {
    if (aside.has(node)) return;
    if (compiler.isFunctionLike(node) && "body" in node && node.body && !sightings.visited.has(node))
      new FileWalk(names, configuration, sightings, ids).walk(node);
    compiler.forEachChild(node, visit);
  };
  visit(source);
}

function opensIn({ parsed, sightings }: Context): readonly Stretch[] {
  return sightings.calls.flatMap(([sighting]) => {
    const opens = sighting && !sighting.handle && sighting.mount !== undefined && /^(?:open|\w+Whole)$/.test(sighting.action.kind);
    return opens ? [stretchOf(parsed, sighting.call.expression)] : [];
  });
}
