import type { CopyOnLink, HostOutcome } from "../../../protocol/picture.ts";
import type { Trace } from "../../../protocol/trace.ts";
import type { FabricShape } from "../pictures/topology/names.ts";
import { overDelivery } from "./multicast.ts";
import { hexOf, type Hop, linksOf, PacketBuilder } from "./packet.ts";

/** One packet to `receivers` hosts spread over a fabric of 64 × 128 × 128 hosts, one step for each switch. */
export function bigFabric(receivers: number): Trace {
  const fabric: FabricShape = { pods: 64, leavesPerPod: 128, hostsPerLeaf: 128, spinesPerPod: 32, coresPerSpine: 32 };
  const packet = new PacketBuilder(fabric);
  const members = spread(receivers, 64 * 128 * 128);
  const byLeaf = groupBy(members, (host) => Math.floor(host / 128));
  const byPod = groupBy([...byLeaf.keys()], (leaf) => Math.floor(leaf / 128));
  const host = (number: number, kind: CopyOnLink["kind"]): Hop => ({
    to: `host:${number}`,
    link: "leafDown",
    headerBits: 0,
    rule: "host",
    kind,
  });
  packet.hop("host:0", "p0.l0.h0 sends 100 B, header 300 B", [{ to: "leaf:0", link: "hostUp", headerBits: 2400, rule: "upstream" }]);
  packet.hop("leaf:0", "leaf p0.l0 reads UL: up to s3", [{ to: "spine:3", link: "leafUp", headerBits: 2200, rule: "upstream" }]);
  packet.hop("spine:3", "spine p0.s3 reads US: up to c7", [{ to: "core:103", link: "spineUp", headerBits: 2000, rule: "upstream" }]);
  packet.hop(
    "core:103",
    `core s3.c7 reads DC: ${byPod.size} pods`,
    [...byPod.keys()].map((pod): Hop => ({ to: `spine:${pod * 32 + 3}`, link: "coreDown", headerBits: 1900, rule: "p-rule" })),
  );
  for (const [pod, leaves] of byPod) {
    packet.hop(
      `spine:${pod * 32 + 3}`,
      `spine p${pod}.s3 reads DS: ${leaves.length} leaves`,
      leaves.map((leaf): Hop => ({ to: `leaf:${leaf}`, link: "spineDown", headerBits: 1200, rule: leaf % 9 === 0 ? "default" : "p-rule" })),
    );
    for (const leaf of leaves) {
      const wanted = byLeaf.get(leaf) ?? [];
      const unasked = leaf % 9 === 0 ? [leaf * 128 + 127].filter((number) => !wanted.includes(number)) : [];
      packet.hop(
        `leaf:${leaf}`,
        `leaf p${pod}.l${leaf % 128}: ${unasked.length > 0 ? "default rule, 1 unasked" : `rule, ${wanted.length} hosts`}`,
        [...wanted.map((number) => host(number, "wanted")), ...unasked.map((number) => host(number, "unasked"))],
        unasked.length > 0 ? { harm: true } : {},
      );
    }
  }
  const outcome = (copy: CopyOnLink): HostOutcome[] => {
    if (copy.link !== "leafDown") return [];
    return [
      { host: Number(copy.to.slice(5)), wanted: copy.kind === "wanted", copies: 1, by: copy.kind === "wanted" ? "rule 1" : "default" },
    ];
  };
  return {
    ...overDelivery(),
    title: `A packet to ${receivers} receivers reaches hosts that never asked for it: every ninth leaf uses the default rule.`,
    lanes: [...packet.lanes.values()],
    initial: { copies: {} },
    steps: packet.steps,
    harm: packet.steps.findIndex((step) => step.harm),
    picture: {
      kind: "topology",
      fabric,
      sender: 0,
      failed: [],
      copies: packet.copies,
      hosts: packet.copies.flatMap(outcome).sort((a, b) => a.host - b.host),
      headers: [
        {
          hex: hexOf(2400),
          bits: 2400,
          parts: [],
          links: linksOf({ hostUp: 2400, leafUp: 2200, spineUp: 2000, coreDown: 1900, spineDown: 1200, leafDown: 0 }),
        },
      ],
    },
  };
}

/** Numbers below `size`, ascending, without 0: the sender. */
function spread(count: number, size: number): readonly number[] {
  const numbers = new Set<number>();
  for (let i = 0; numbers.size < count; i += 1) numbers.add(1 + ((i * 2_654_435_761) % (size - 1)));
  return [...numbers].sort((a, b) => a - b);
}

function groupBy(numbers: readonly number[], keyOf: (number: number) => number): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const number of numbers) {
    const key = keyOf(number);
    const group = groups.get(key);
    if (group) group.push(number);
    else groups.set(key, [number]);
  }
  return groups;
}
