import type { Node } from "typescript";
import type { ConfigDocument } from "../../core/config/edits.ts";
import type { Complaint } from "../../core/source/complaint.ts";
import type { FunctionNode } from "../../core/source/owners.ts";
import { type Parsed, type Stretch, stretchOf } from "../../core/source/parse.ts";
import type { RemoteFiles } from "../config/model.ts";
import { type Cost, costsIn } from "./costs.ts";
import { startWithFields } from "./fields.ts";
import { Identities } from "./identities.ts";
import { Names } from "./names.ts";
import { sharedAppends } from "./rules/appends.ts";
import { usesAfterClose } from "./rules/closed.ts";
import type { Context } from "./rules/context.ts";
import { forgottenStreams } from "./rules/dropped-stream.ts";
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
import { Reach } from "./reach.ts";
import { FileWalk } from "./walk.ts";
import type { Walked } from "./point-walk.ts";

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
  const reach = new Reach(names);
  const walked = {
    names,
    configuration,
    sightings,
    ids: new Identities(parsed),
    reach,
    start: startWithFields(names, reach, configuration),
  };
  walkAll(walked, processes, new Set(aside));
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
  forgottenStreams,
  refusedCalls,
  unplacedWrites,
  sharedAppends,
  swallowedErrors,
  reusedBuffers,
  endlessRetries,
  mixedAtomics,
  leftOpen,
];

/** Processes first; then the module, and each function that nobody has called so far: as far as they touch files. */
function walkAll(walked: Walked, processes: readonly ProcessFunction[], aside: ReadonlySet<FunctionNode>): void {
  const { names, sightings, reach } = walked;
  const { source } = names.parsed;
  for (const [index, { fn }] of processes.entries()) new FileWalk(walked, index).walk(fn);
  if (!reach.has(source)) return;
  new FileWalk(walked).walk(source);
  for (const fn of names.functions)
    if (reach.has(fn) && !sightings.visited.has(fn) && !isWithin(aside, fn)) new FileWalk(walked).walk(fn as FunctionNode);
}

function isWithin(nodes: ReadonlySet<FunctionNode>, fn: Node): boolean {
  return [...nodes].some(({ pos, end }) => pos <= fn.pos && fn.end <= end);
}

function opensIn({ parsed, sightings }: Context): readonly Stretch[] {
  return sightings.calls.flatMap(([sighting]) => {
    const opens = sighting && !sighting.handle && sighting.mount !== undefined && /^(?:open|\w+Whole)$/.test(sighting.action.kind);
    return opens ? [stretchOf(parsed, sighting.call.expression)] : [];
  });
}
