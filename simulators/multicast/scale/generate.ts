import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import { Random } from "../../core/random.ts";
import type { Generate, Topology } from "../model.ts";
import { placeTenants, type Placement } from "./placement.ts";

/**
 * The generated workload of the specification (§5): tenants, their VMs on hosts, and how many groups each has.
 * Groups are not stored: `groupsOfTenant` draws them again, the same each time.
 */
export interface Workload extends Placement {
  readonly topology: Topology;
  readonly generate: Generate;
  /** Groups of tenant `t` have the numbers `groupOffsets[t]` to `groupOffsets[t + 1] - 1`. */
  readonly groupOffsets: Uint32Array;
}

/**
 * Draws tenants and places their VMs.
 *
 * @returns Undefined when the budget ended it.
 * @see The evaluation published with Elmo (SIGCOMM 2019): 3,000 tenants on 27,648 hosts, one million groups.
 */
export function planWorkload(topology: Topology, generate: Generate, budget: Budget): Workload | undefined {
  const sizes = new Random(generate.seed, stream.tenantSizes);
  const asked = Uint32Array.from({ length: generate.tenants }, () => vmCount(sizes));
  const placement = placeTenants(topology, generate, asked, new Random(generate.seed, stream.placement), budget);
  if (!placement) return undefined;
  const { vmOffsets } = placement;
  const allVms = vmOffsets[generate.tenants] as number;
  const groupOffsets = new Uint32Array(generate.tenants + 1);
  for (let tenant = 0; tenant < generate.tenants; tenant += 1) {
    const vms = (vmOffsets[tenant + 1] as number) - (vmOffsets[tenant] as number);
    const groups = allVms === 0 ? 0 : Math.floor((vms / allVms) * generate.groups);
    groupOffsets[tenant + 1] = (groupOffsets[tenant] as number) + groups;
  }
  return { ...placement, topology, generate, groupOffsets };
}

/** Draws the groups of one tenant, one after another. */
export interface GroupCursor {
  /** The first `size` entries are the hosts of the group's members; a host with two of the tenant's VMs may stand twice. */
  readonly hosts: Uint16Array | Uint32Array;
  /** Draws the next group and returns its number of members. */
  next(): number;
}

/**
 * Each tenant has a random sequence of its own, so tenants can be drawn in any order, again, or on several threads.
 * Members are distinct VMs: the first steps of a Fisher-Yates shuffle that goes on from the order the group before has left.
 */
export function groupsOfTenant(workload: Workload, tenant: number): GroupCursor {
  const { generate, vmOffsets, vmHosts } = workload;
  const random = new Random(generate.seed, stream.tenants + tenant);
  const hosts = vmHosts.slice(vmOffsets[tenant], vmOffsets[tenant + 1]);
  const vms = hosts.length;
  const sizeOf = generate.sizes === "wve" ? wveSize : uniformSize;
  return {
    hosts,
    next: () => {
      const size = Math.min(vms, sizeOf(random, vms, generate.smallest));
      for (let i = 0; i < size; i += 1) {
        const other = i + random.below(vms - i);
        const host = hosts[other] as number;
        hosts[other] = hosts[i] as number;
        hosts[i] = host;
      }
      return size;
    },
  };
}

/**
 * Visits all groups in order; the members are the first `size` of `hosts`.
 *
 * @returns Why and where the budget ended it.
 */
export function forEachGroup(
  workload: Workload,
  budget: Budget,
  visit: (group: number, hosts: Uint16Array | Uint32Array, size: number) => void,
): { readonly limit: Limit; readonly groups: number } | undefined {
  const { groupOffsets, generate } = workload;
  const total = groupOffsets[generate.tenants] as number;
  for (let tenant = 0; tenant < generate.tenants; tenant += 1) {
    const cursor = groupsOfTenant(workload, tenant);
    for (let group = groupOffsets[tenant] as number; group < (groupOffsets[tenant + 1] as number); group += 1) {
      const limit = group % 32 === 0 ? budget.stop() : undefined;
      if (limit) return { limit, groups: group };
      if (group % 16_384 === 0) budget.progress({ done: group, total, unit: "groups" });
      visit(group, cursor.hosts, cursor.next());
    }
  }
  return undefined;
}

const stream = { tenantSizes: 0, placement: 1, tenants: 2 } as const;

/** VMs of a tenant: 10 to 5000, mostly about a hundred. */
function vmCount(random: Random): number {
  const smallest = 10;
  const span = 4990;
  if (random.unit() < 0.02) return smallest + random.below(span + 1);
  return smallest + (Math.floor((random.exponential(4.05) / 10) * span) % span);
}

/** Sizes after measured enterprise groups ("WVE"): most small, two in a hundred nearly the whole tenant. */
function wveSize(random: Random, vms: number, smallest: number): number {
  const size =
    random.unit() < 0.02
      ? vms - (Math.floor((random.gamma2(0.1) * vms) / 15) % vms)
      : (Math.floor((random.gamma2(0.2) * vms) / 15 + smallest - 1) % vms) + 1;
  return Math.max(size, smallest);
}

function uniformSize(random: Random, vms: number, smallest: number): number {
  return vms <= smallest ? vms : smallest + random.below(vms - smallest + 1);
}
