/**
 * For tests: what a packet does, worked out anew from §3, §4 and §5 with sets, words and recursion instead of bits:
 * one call for each copy at each switch, every choice of up-ports tried.
 */
import { portsOf } from "../bitmap.ts";
import { elementText } from "../elements.ts";
import type { Element } from "../elements.ts";
import type { Fabric, Group, Header, Section, UpstreamPart } from "../model.ts";
import type { Tables } from "../tables.ts";

export interface Told {
  readonly copies: ReadonlyMap<number, number>;
  readonly hasLoop: boolean;
}

/** Names of what is down, as in a configuration. */
export type Down = ReadonlySet<string>;

export const downOf = (fabric: Fabric, elements: readonly Element[]): Down =>
  new Set(elements.map((element) => elementText(fabric.topology, element)));

interface Place {
  readonly pod: number;
  readonly leaf: number;
  readonly port: number;
}

/** What every choice of live up-ports makes of one header. */
export function everyOutcome(
  fabric: Fabric,
  tables: Pick<Tables, "find">,
  group: Group,
  sender: number,
  header: Header,
  down: Down,
): Told[] {
  const { topology } = fabric;
  const at = placeOf(fabric, sender);
  const planes = count(topology.spinesPerPod).filter((plane) => isSpineUp(down, at.pod, at.leaf, plane));
  const coreOptions = count(topology.spinesPerPod).map((plane) => {
    const live = count(topology.coresPerSpine).filter((core) => isCoreUp(down, at.pod, plane, core));
    return live.length > 0 ? live : [-1];
  });
  const leafOptions = header.ul.multipath && planes.length > 0 ? planes : [-1];
  return leafOptions.flatMap((plane) =>
    combinations(coreOptions).map((cores) => outcome(fabric, tables, group, sender, header, down, plane, cores)),
  );
}

function outcome(
  fabric: Fabric,
  tables: Pick<Tables, "find">,
  group: Group,
  sender: number,
  header: Header,
  down: Down,
  chosenPlane: number,
  chosenCores: readonly number[],
): Told {
  const { topology } = fabric;
  const at = placeOf(fabric, sender);
  const copies = new Map<number, number>();
  let hasLoop = false;

  const toHost = (pod: number, leaf: number, port: number): void => {
    const host = (pod * topology.leavesPerPod + leaf) * topology.hostsPerLeaf + port;
    if (!down.has(`host:p${pod}.l${leaf}.h${port}`)) copies.set(host, (copies.get(host) ?? 0) + 1);
  };
  const intoLeaf = (pod: number, leaf: number, plane: number): void => {
    if (down.has(`leaf:p${pod}.l${leaf}`) || down.has(`link:p${pod}.l${leaf}-p${pod}.s${plane}`)) return;
    if (pod === at.pod && leaf === at.leaf) hasLoop = true;
    const id = pod * topology.leavesPerPod + leaf;
    for (const port of downstream(header.dl, tables.find("leaf", id, group)?.ports, id)) toHost(pod, leaf, port);
  };
  const intoSpineFromCore = (pod: number, plane: number, core: number): void => {
    if (down.has(`spine:p${pod}.s${plane}`) || down.has(`link:p${pod}.s${plane}-s${plane}.c${core}`)) return;
    if (pod === at.pod) hasLoop = true;
    for (const leaf of downstream(header.ds, tables.find("pod", pod, group)?.ports, pod)) intoLeaf(pod, leaf, plane);
  };
  const intoCore = (plane: number, core: number): void => {
    if (!isCoreUp(down, at.pod, plane, core)) return;
    for (const pod of header.dc ? portsOf(header.dc) : []) intoSpineFromCore(pod, plane, core);
  };
  const intoSpineFromLeaf = (plane: number): void => {
    if (!isSpineUp(down, at.pod, at.leaf, plane)) return;
    const entry = tables.find("pod", at.pod, group)?.ports;
    const leaves = header.us ? portsOf(header.us.down) : entry ? portsOf(entry) : [];
    for (const leaf of leaves) intoLeaf(at.pod, leaf, plane);
    if (header.us) for (const core of upPorts(header.us, chosenCores[plane] ?? -1)) intoCore(plane, core);
  };

  if (down.has(`leaf:p${at.pod}.l${at.leaf}`) || down.has(`host:p${at.pod}.l${at.leaf}.h${at.port}`)) return { copies, hasLoop };
  for (const port of portsOf(header.ul.down)) toHost(at.pod, at.leaf, port);
  for (const plane of upPorts(header.ul, chosenPlane)) intoSpineFromLeaf(plane);
  return { copies, hasLoop };
}

/** p-rule, else s-rule, else default, else none (§4). */
function downstream(section: Section | undefined, entry: Uint32Array | undefined, id: number): number[] {
  const rule = section?.rules.find(({ ids }) => ids.includes(id));
  const ports = rule?.ports ?? entry ?? section?.defaultPorts;
  return ports ? portsOf(ports) : [];
}

function upPorts(part: UpstreamPart, chosen: number): number[] {
  if (part.multipath) return chosen < 0 ? [] : [chosen];
  return portsOf(part.up);
}

/** Is there an up-down path of live elements? */
export function isReachable(fabric: Fabric, sender: number, receiver: number, down: Down): boolean {
  const { topology } = fabric;
  const from = placeOf(fabric, sender);
  const to = placeOf(fabric, receiver);
  const isHostUp = ({ pod, leaf, port }: Place) => !down.has(`leaf:p${pod}.l${leaf}`) && !down.has(`host:p${pod}.l${leaf}.h${port}`);
  if (!isHostUp(from) || !isHostUp(to)) return false;
  if (from.pod === to.pod && from.leaf === to.leaf) return true;
  return count(topology.spinesPerPod).some((plane) => {
    if (!isSpineUp(down, from.pod, from.leaf, plane) || !isSpineUp(down, to.pod, to.leaf, plane)) return false;
    if (from.pod === to.pod) return true;
    return count(topology.coresPerSpine).some((core) => isCoreUp(down, from.pod, plane, core) && isCoreUp(down, to.pod, plane, core));
  });
}

const isSpineUp = (down: Down, pod: number, leaf: number, plane: number): boolean =>
  !down.has(`spine:p${pod}.s${plane}`) && !down.has(`link:p${pod}.l${leaf}-p${pod}.s${plane}`);

const isCoreUp = (down: Down, pod: number, plane: number, core: number): boolean =>
  !down.has(`core:s${plane}.c${core}`) && !down.has(`link:p${pod}.s${plane}-s${plane}.c${core}`);

function placeOf({ topology }: Fabric, host: number): Place {
  const leaf = Math.floor(host / topology.hostsPerLeaf);
  return { pod: Math.floor(leaf / topology.leavesPerPod), leaf: leaf % topology.leavesPerPod, port: host % topology.hostsPerLeaf };
}

const count = (size: number): number[] => Array.from({ length: size }, (_, index) => index);

const combinations = (options: readonly (readonly number[])[]): number[][] =>
  options.reduce<number[][]>((all, some) => all.flatMap((before) => some.map((one) => [...before, one])), [[]]);
