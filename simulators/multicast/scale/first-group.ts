import { unlimited } from "../../core/budget.ts";
import type { Fabric, Group } from "../model.ts";
import { groupsOfTenant, planWorkload } from "./generate.ts";

/** A key that no configured group of this tenant number is likely to have: the last tenant and the last group address. */
const key = { tenant: 0xff_ff_ff, address: 0xef_ff_ff_ff };

/**
 * The fabric with one generated group as an ordinary one behind the configured groups, so that a packet of it can be walked and shown:
 * the first whose members are on more than one host, sending from its first host.
 *
 * @returns The group too; undefined when the workload has no such group.
 */
export function withFirstGenerated(fabric: Fabric): { readonly fabric: Fabric; readonly group: Group } | undefined {
  const members = firstMembers(fabric);
  const [sender] = members ?? [];
  if (!members || sender === undefined) return undefined;
  const group: Group = {
    ...key,
    index: fabric.groups.length,
    name: "the first generated group",
    receivers: members,
    senders: [sender],
    isBroken: false,
  };
  return { fabric: { ...fabric, groups: [...fabric.groups, group] }, group };
}

/** Ascending host numbers. */
function firstMembers({ topology, generate }: Fabric): readonly number[] | undefined {
  const workload = generate && planWorkload(topology, generate, unlimited());
  if (!workload) return undefined;
  const { groupOffsets } = workload;
  for (let tenant = 0; tenant < generate.tenants; tenant += 1) {
    const cursor = groupsOfTenant(workload, tenant);
    const groups = (groupOffsets[tenant + 1] as number) - (groupOffsets[tenant] as number);
    for (let group = 0; group < groups; group += 1) {
      const size = cursor.next();
      const members = new Set(cursor.hosts.slice(0, size));
      if (members.size > 1) return [...members].sort((a, b) => a - b);
    }
  }
  return undefined;
}
