import type ts from "typescript";
import { formatCount } from "../../core/config/words.ts";
import { type Stretch, stretchOf } from "../../core/source/parse.ts";
import type { Nic } from "../config/model.ts";
import { openUs, operationUs } from "../latency/cost.ts";
import { bytesText } from "../latency/words.ts";
import { evaluate } from "./evaluate.ts";
import { boundOf } from "./loops.ts";
import { start } from "./point.ts";
import { calleeOf, type Context, isRemote } from "./rules/context.ts";
import type { Sighting } from "./sightings.ts";

/** What something costs, beside the code: one line of text. */
export interface Cost extends Stretch {
  readonly text: string;
}

/** What opens and loops cost by the latency model, as far as sizes and rounds are constant. A run counts. */
export function costsIn(context: Context): readonly Cost[] {
  const remote = context.sightings.calls.flatMap((sightings) => sightings.filter(isRemote).slice(0, 1));
  return [...remote.filter(opens).map((sighting) => openCost(context, sighting, remote)), ...loopCosts(context, remote)];
}

const opens = ({ handle, action: { kind } }: Sighting): boolean =>
  !handle && (kind === "open" || kind === "readWhole" || kind === "writeWhole" || kind === "appendWhole");

/** `open 6.8 µs · read 4 KiB 6.45 µs (simulated)`. */
function openCost(context: Context, open: Sighting, remote: readonly Sighting[]): Cost {
  const nic = nicOf(context, open);
  const served = open.action.kind === "open" ? remote.filter(({ handle }) => handle?.open === open.call) : [open];
  const moves = ["read", "write"].flatMap((kind) => {
    const sizes = served.flatMap(({ action, moved }) => (action.kind.startsWith(kind) && moved !== undefined ? [moved] : []));
    return sizes.length > 0 && nic ? [`${kind} ${bytesText(Math.max(...sizes))} ${micro(operationUs(nic, Math.max(...sizes)))}`] : [];
  });
  const opening = nic ? [`open ${micro(openUs(nic, false))}`] : [];
  return { ...calleeOf(context, open.call), text: `${[...opening, ...moves].join(" · ")} (simulated)` };
}

/** `64 rounds × 11.2 µs = 717 µs (simulated)`. */
function loopCosts(context: Context, remote: readonly Sighting[]): readonly Cost[] {
  const { parsed } = context;
  const loops = new Map<ts.Node, { readonly inside: readonly ts.Node[]; readonly sighting: Sighting }[]>();
  for (const sighting of remote) {
    for (const [index, loop] of sighting.loops.entries()) {
      const known = loops.get(loop) ?? [];
      loops.set(loop, [...known, { inside: sighting.loops.slice(index + 1), sighting }]);
    }
  }
  return [...loops].flatMap(([loop, members]): readonly Cost[] => {
    const costs = members.map(({ inside, sighting }) =>
      times(
        costOf(context, sighting),
        inside.map((inner) => roundsOf(context, inner)),
      ),
    );
    // Where something is not known the sum says nothing.
    if (costs.some((cost) => cost === undefined)) return [];
    const each = costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
    const rounds = roundsOf(context, loop);
    if (each === 0) return [];
    const text =
      rounds === undefined
        ? `${micro(each)} in each round (simulated)`
        : `${formatCount(rounds)} rounds × ${micro(each)} = ${micro(rounds * each)} (simulated)`;
    const at = stretchOf(parsed, loop).start;
    return [{ start: at, end: at + (/^\w+/.exec(parsed.text.slice(at))?.[0].length ?? 1), text }];
  });
}

const roundsOf = ({ names }: Context, loop: ts.Node): number | undefined => boundOf(names, loop, (inner) => evaluate(names, inner, start));

const times = (cost: number | undefined, rounds: readonly (number | undefined)[]): number | undefined =>
  rounds.reduce((product, round) => (product === undefined || round === undefined ? undefined : product * round), cost);

/** Microseconds of one call, with nobody else on the way. */
function costOf(context: Context, sighting: Sighting): number | undefined {
  const nic = nicOf(context, sighting);
  if (!nic) return undefined;
  const { kind } = sighting.action;
  if (kind === "close" || kind === "stream") return 0;
  if (kind === "sync" || (kind === "look" && sighting.handle)) return operationUs(nic, kind === "sync" ? 0 : 8);
  const isMove = kind === "read" || kind === "write" || kind === "atomic" || kind.endsWith("Whole");
  if (!isMove) return openUs(nic, false);
  if (sighting.moved === undefined) return undefined;
  return operationUs(nic, sighting.moved) + (sighting.handle ? 0 : openUs(nic, false));
}

/** Of the node that runs it; without one, of the first that runs programs. */
function nicOf({ configuration: { nodes }, nodes: names }: Context, { process }: Sighting): Nic | undefined {
  const name = process === undefined ? undefined : names[process];
  return (nodes.find((node) => node.name === name) ?? nodes.find(({ role }) => role === "app"))?.nic;
}

const micro = (us: number): string => `${formatCount(Number(us.toFixed(us < 100 ? 2 : 0)))} µs`;
