import type { Budget } from "../../core/budget.ts";
import type { Random } from "../../core/random.ts";
import type { Generate, Topology } from "../model.ts";

/** Which hosts a tenant's VMs stand on: VMs of tenant `t` are `vmHosts[vmOffsets[t]] … vmHosts[vmOffsets[t + 1] - 1]`. */
export interface Placement {
  readonly vmOffsets: Uint32Array;
  /** Host numbers; a host may stand twice for one tenant, from two visits. */
  readonly vmHosts: Uint16Array | Uint32Array;
  /** VMs that found every host full. */
  readonly unplacedVms: number;
}

/**
 * Puts the VMs of all tenants on hosts, tenant by tenant (specification §5, "Placement"):
 * a random pod, in it either distinct random hosts (`hostsPerRack` 1) and then the next pod,
 * or random leaves with at most `hostsPerRack` hosts for each visit, until all VMs are placed or the pod is full.
 *
 * @param vmCounts VMs that each tenant asks for.
 * @returns Undefined when the budget ended it.
 */
export function placeTenants(
  topology: Topology,
  generate: Generate,
  vmCounts: ArrayLike<number>,
  random: Random,
  budget: Budget,
): Placement | undefined {
  const hosts = topology.pods * topology.leavesPerPod * topology.hostsPerLeaf;
  const racks = openRacks(topology, generate);
  const asked = Array.from(vmCounts).reduce((sum, count) => sum + count, 0);
  const room = Math.min(asked, hosts * generate.vmsPerHost);
  const vmHosts = hosts <= 65_536 ? new Uint16Array(room) : new Uint32Array(room);
  const vmOffsets = new Uint32Array(vmCounts.length + 1);
  let placed = 0;
  for (let tenant = 0; tenant < vmCounts.length; tenant += 1) {
    if (budget.stop()) return undefined;
    placed = placeTenant(racks, vmCounts[tenant] as number, random, vmHosts, placed);
    vmOffsets[tenant + 1] = placed;
  }
  return { vmOffsets, vmHosts: vmHosts.subarray(0, placed), unplacedVms: asked - placed };
}

/** Hosts that still have room, by rack: a pod or a leaf. Lists are prefixes of fixed stretches of one array; their order means nothing. */
interface Racks {
  /** Most hosts that one visit of a rack may take. */
  readonly perVisit: number;
  /** Racks visited in a pod before another pod is drawn. */
  readonly visitsOfPod: number;
  readonly vmsPerHost: number;
  readonly hostsPerRack: number;
  readonly hosts: Uint32Array;
  /** Hosts with room in each rack. */
  readonly open: Uint32Array;
  /** VMs on each host. */
  readonly used: Uint8Array;
  /** For each pod the racks in it that have room. */
  readonly racksOfPod: readonly number[][];
  readonly pods: number[];
}

function openRacks(topology: Topology, generate: Generate): Racks {
  const { pods, leavesPerPod, hostsPerLeaf } = topology;
  const isWholePod = generate.hostsPerRack === 1;
  const racksPerPod = isWholePod ? 1 : leavesPerPod;
  const hostsPerRack = isWholePod ? leavesPerPod * hostsPerLeaf : hostsPerLeaf;
  const hosts = pods * leavesPerPod * hostsPerLeaf;
  return {
    perVisit: isWholePod ? hosts : generate.hostsPerRack,
    visitsOfPod: isWholePod ? 1 : Number.POSITIVE_INFINITY,
    vmsPerHost: generate.vmsPerHost,
    hostsPerRack,
    hosts: Uint32Array.from({ length: hosts }, (_, host) => host),
    open: new Uint32Array(pods * racksPerPod).fill(hostsPerRack),
    used: new Uint8Array(hosts),
    racksOfPod: Array.from({ length: pods }, (_, pod) => Array.from({ length: racksPerPod }, (__, rack) => pod * racksPerPod + rack)),
    pods: Array.from({ length: pods }, (_, pod) => pod),
  };
}

/** @returns Number of VMs placed so far, over all tenants. */
function placeTenant(racks: Racks, count: number, random: Random, vmHosts: Uint16Array | Uint32Array, placedBefore: number): number {
  let placed = placedBefore;
  let left = count;
  while (0 < left && 0 < racks.pods.length) {
    const podIndex = random.below(racks.pods.length);
    const open = racks.racksOfPod[racks.pods[podIndex] as number] as number[];
    let visits = racks.visitsOfPod;
    while (0 < left && 0 < open.length && 0 < visits) {
      visits -= 1;
      const rackIndex = random.below(open.length);
      const rack = open[rackIndex] as number;
      const taken = visit(racks, rack, left, random, vmHosts, placed);
      placed += taken;
      left -= taken;
      if (racks.open[rack] === 0) dropAt(open, rackIndex);
    }
    if (open.length === 0) dropAt(racks.pods, podIndex);
  }
  return placed;
}

/** Takes distinct random hosts of one rack: the first steps of a Fisher-Yates shuffle of those with room. */
function visit(racks: Racks, rack: number, wanted: number, random: Random, vmHosts: Uint16Array | Uint32Array, at: number): number {
  const { hosts, used, vmsPerHost } = racks;
  const first = rack * racks.hostsPerRack;
  let open = racks.open[rack] as number;
  const count = Math.min(racks.perVisit, open, wanted);
  for (let i = 0; i < count; i += 1) {
    const other = first + i + random.below(open - i);
    const host = hosts[other] as number;
    hosts[other] = hosts[first + i] as number;
    hosts[first + i] = host;
    used[host] = (used[host] as number) + 1;
    vmHosts[at + i] = host;
  }
  for (let i = count - 1; 0 <= i; i -= 1) {
    if ((used[hosts[first + i] as number] as number) < vmsPerHost) continue;
    open -= 1;
    hosts[first + i] = hosts[first + open] as number;
  }
  racks.open[rack] = open;
  return count;
}

/** Removes an element of a list whose order means nothing. */
function dropAt(list: number[], index: number): void {
  const last = list.pop();
  if (index < list.length) list[index] = last as number;
}
