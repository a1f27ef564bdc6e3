// Packets that every switch parses bit by bit, per second, on 27,648 hosts.
import { unlimited } from "../../simulators/core/budget.ts";
import { Random } from "../../simulators/core/random.ts";
import { bitString } from "../../simulators/multicast/bits.ts";
import { noFailures } from "../../simulators/multicast/elements.ts";
import { encodeHeader } from "../../simulators/multicast/header.ts";
import type { Group } from "../../simulators/multicast/model.ts";
import { installGroups } from "../../simulators/multicast/rules.ts";
import { groupsOfTenant, planWorkload } from "../../simulators/multicast/scale/generate.ts";
import { headerFor } from "../../simulators/multicast/sender.ts";
import { createWalker, type Packet, type Walker } from "../../simulators/multicast/walk.ts";
import { count, printTable, type Row, timeOf } from "../support.ts";
import { largeFabric, publishedLimits, publishedWorkload } from "./workload.ts";

const limits = publishedLimits(12);
/** Groups in each row, each with one sender. */
const groupCount = 200;

interface Prepared {
  readonly walker: Walker;
  readonly packets: readonly Packet[];
  readonly receivers: number;
  readonly switches: number;
}

function main(): void {
  const rows = [
    measure("60 receivers of a tenant", prepare(tenantGroups(60)), 50_000),
    measure("600 receivers of a tenant", prepare(tenantGroups(600))),
    measure("60 receivers anywhere", prepare(anywhere(60))),
    measure("600 receivers anywhere", prepare(anywhere(600))),
  ];
  printTable(`bit-exact walk of ${groupCount} groups in turn, 30 rules x 3 ids, R=12, one thread`, rows);
}

function measure(what: string, { walker, packets, receivers, switches }: Prepared, goal?: number): Row {
  const round = (): void => {
    for (const packet of packets) walker.walk(packet, noFailures);
  };
  round();
  const rounds = Math.max(1, Math.ceil(500 / Math.max(0.1, timeOf(round))));
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i += 1)
    best = Math.min(
      best,
      timeOf(() => Array.from({ length: rounds }, round)),
    );
  const perSecond = (rounds * packets.length * 1000) / best;
  return {
    what: `${what} (${receivers.toFixed(0)} receivers, ${switches.toFixed(1)} switches a packet)`,
    figure: `${count(perSecond)} packets/s`,
    ...(goal === undefined ? {} : { goal: `at least ${count(goal)}`, isMet: goal <= perSecond }),
  };
}

/** Encodes the groups, and makes sure that what is timed delivers to all receivers. */
function prepare(groups: readonly Group[]): Prepared {
  const { rules, tables } = installGroups(largeFabric, limits, groups);
  const walker = createWalker(largeFabric, tables);
  let switches = 0;
  const packets = groups.map(({ tenant, address, receivers, senders }, index): Packet => {
    const own = rules[index];
    const sender = senders[0] ?? 0;
    if (!own) throw new Error("a group without rules");
    const { bytes, bits } = encodeHeader(largeFabric, headerFor(largeFabric, own, receivers, sender));
    const packet = { tenant, address, sender, header: bitString(bytes, bits) };
    const arrivals = walker.walk(packet, noFailures);
    if (receivers.some((host) => host !== sender && arrivals.copies[host] !== 1)) throw new Error(`group ${index}: a receiver is missed`);
    // Each link but the last leads to a switch.
    switches += arrivals.links.reduce((sum, links, kind) => (kind < 5 ? sum + links : sum), 0);
    return packet;
  });
  const receivers = groups.reduce((sum, group) => sum + group.receivers.length, 0) / groups.length;
  return { walker, packets, receivers, switches: switches / groups.length };
}

/** Groups of about this size out of the generated workload: the members of one tenant, which mostly stand in one pod. */
function tenantGroups(size: number): Group[] {
  const generate = publishedWorkload();
  const workload = planWorkload(largeFabric, generate, unlimited());
  if (!workload) throw new Error("the workload was not planned");
  const groups: Group[] = [];
  for (let tenant = 0; tenant < generate.tenants && groups.length < groupCount; tenant += 1) {
    const cursor = groupsOfTenant(workload, tenant);
    const drawn = Math.min(50, (workload.groupOffsets[tenant + 1] ?? 0) - (workload.groupOffsets[tenant] ?? 0));
    for (let i = 0; i < drawn && groups.length < groupCount; i += 1) {
      const members = cursor.hosts.slice(0, cursor.next());
      const receivers = [...new Set(members)].sort((a, b) => a - b);
      if (Math.abs(receivers.length - size) <= size / 20) groups.push(groupOf(groups.length, receivers, members[0] ?? 0));
    }
  }
  return groups;
}

function anywhere(size: number): Group[] {
  const random = new Random(1);
  return Array.from({ length: groupCount }, (_, index) => {
    const receivers = [...new Set(Array.from({ length: size }, () => random.below(27_648)))].sort((a, b) => a - b);
    return groupOf(index, receivers, receivers[0] ?? 0);
  });
}

function groupOf(index: number, receivers: readonly number[], sender: number): Group {
  return { index, name: `group ${index}`, tenant: index, address: 0xe000_0100 + index, receivers, senders: [sender], isBroken: false };
}

main();
