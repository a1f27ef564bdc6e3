import { noFailures } from "../elements.ts";
import { explain } from "../explain.ts";
import type { LinkEnds } from "../fabric-links.ts";
import type { Group, Stream } from "../model.ts";
import { planeOfCore, planeOfSpine, portOfCore } from "../topology.ts";
import type { Choice } from "../walk.ts";
import type { Way } from "./findings.ts";
import { frameOf } from "./packets.ts";
import type { State } from "./state.ts";

/** A packet of the stream that goes over this link: the first sender, with up-ports that lead there. Undefined: only unicast packets do. */
export function wayOver(state: State, group: Group, stream: Stream, link: LinkEnds): Way | undefined {
  const choice = choiceTowards(state, link);
  for (const from of stream.senders ?? group.senders) {
    const { hops } = explain(state.fabric.topology, state.installation.tables, frameOf(state, group, from).packet, noFailures, choice);
    if (hops.some((hop) => isSame(hop, link))) return { from, choices: [choice] };
  }
  return undefined;
}

/** Up-ports that lead through the plane, and the core, that the link belongs to; elsewhere the first ones. */
function choiceTowards({ fabric: { topology } }: State, { from, to }: LinkEnds): Choice {
  const ends = [from, to];
  const core = ends.find(({ kind }) => kind === "core");
  const spine = ends.find(({ kind }) => kind === "spine");
  const plane = core ? planeOfCore(topology, core.id) : spine ? planeOfSpine(topology, spine.id) : 0;
  const port = core ? portOfCore(topology, core.id) : 0;
  return { leaf: plane, spines: Array.from({ length: topology.spinesPerPod }, () => port) };
}

const isSame = (a: Pick<LinkEnds, "from" | "to">, b: LinkEnds): boolean =>
  a.from.kind === b.from.kind && a.from.id === b.from.id && a.to.kind === b.to.kind && a.to.id === b.to.id;
