import type { CopyOnLink, HeaderPart, HostOutcome, LinkLoad, TopologyPicture } from "../../../protocol/picture.ts";
import type { Trace } from "../../../protocol/trace.ts";
import type { FabricShape } from "../pictures/topology/names.ts";
import { hexOf, type Hop, linksOf, PacketBuilder } from "./packet.ts";

/** The evaluation's fabric: 12 × 48 × 48 = 27,648 hosts. */
const largeFabric: FabricShape = { pods: 12, leavesPerPod: 48, hostsPerLeaf: 48, spinesPerPod: 4, coresPerSpine: 12 };

/**
 * Six hosts of pod 4 get statistics they never asked for: three leaves share the default rule.
 * Header parts: type 1, UL 54, US 62, DC 12, DS 164, DL 230 bits.
 */
export function overDelivery(): Trace {
  const fabric = largeFabric;
  const packet = new PacketBuilder(fabric);
  const host = (leaf: number, port: number): string => `host:${leaf * 48 + port}`;
  const bits = { hostUp: 523, leafUp: 469, spineUp: 407, coreDown: 395, spineDown: 231, leafDown: 0 };
  const down = (leaf: number, port: number, rule: CopyOnLink["rule"], kind: CopyOnLink["kind"] = "wanted"): Hop => ({
    to: host(leaf, port),
    link: "leafDown",
    headerBits: 0,
    rule: "host",
    kind,
    ...(rule === "host" ? {} : {}),
  });
  packet.lanes.set("controller", { id: "controller", title: "ctrl" });
  packet.steps.push({
    lane: "controller",
    to: "leaf:204",
    action: "encode",
    message: "no rule left for p4.l12, l13, l40",
    mark: "event",
    changes: [{ location: ["rules", "default"], after: "h0 h1 h3 h20" }],
  });
  packet.hop("host:151", "p0.l3.h7 sends 100 B, header 66 B", [
    { to: "leaf:3", link: "hostUp", headerBits: bits.hostUp, rule: "upstream", reads: { part: 1 } },
  ]);
  packet.hop("leaf:3", "leaf p0.l3 reads UL: h8, up to s1", [
    down(3, 8, "upstream"),
    { to: "spine:1", link: "leafUp", headerBits: bits.leafUp, rule: "upstream", reads: { part: 2 } },
  ]);
  packet.hop("spine:1", "spine p0.s1 reads US: l9, up to c5", [
    { to: "leaf:9", link: "spineDown", headerBits: bits.spineDown, rule: "p-rule", reads: { part: 5, row: 0 } },
    { to: "core:17", link: "spineUp", headerBits: bits.spineUp, rule: "upstream", reads: { part: 3 } },
  ]);
  packet.hop("core:17", "core s1.c5 reads DC: pods 4 and 9", [
    { to: "spine:17", link: "coreDown", headerBits: bits.coreDown, rule: "p-rule", reads: { part: 4, row: 0 } },
    { to: "spine:37", link: "coreDown", headerBits: bits.coreDown, rule: "p-rule", reads: { part: 4, row: 1 } },
  ]);
  packet.hop(
    "spine:17",
    "spine p4.s1 reads DS: l12, l13, l40",
    [204, 205, 232].map(
      (leaf): Hop => ({ to: `leaf:${leaf}`, link: "spineDown", headerBits: bits.spineDown, rule: "default", reads: { part: 5, row: 3 } }),
    ),
  );
  for (const [leaf, wanted] of [
    [204, [0, 1]],
    [205, [0, 1]],
    [232, [3, 20]],
  ] as const) {
    packet.hop(
      `leaf:${leaf}`,
      `leaf ${packet.name(`leaf:${leaf}`)}: default rule, 2 unasked`,
      [0, 1, 3, 20].map((port) => down(leaf, port, "default", (wanted as readonly number[]).includes(port) ? "wanted" : "unasked")),
      { harm: true },
    );
  }
  packet.hop("leaf:9", "leaf p0.l9 reads rule 1: h1", [down(9, 1, "p-rule")]);
  packet.hop("spine:37", "spine p9.s1 reads DS: l2", [
    { to: "leaf:434", link: "spineDown", headerBits: bits.spineDown, rule: "p-rule", reads: { part: 5, row: 1 } },
  ]);
  packet.hop("leaf:434", "leaf p9.l2 reads rule 2: h5", [down(434, 5, "p-rule")]);
  const hosts: readonly HostOutcome[] = [
    { host: 152, wanted: true, copies: 1, by: "UL" },
    { host: 433, wanted: true, copies: 1, by: "rule 1" },
    ...[204, 205, 232].flatMap((leaf) =>
      [0, 1, 3, 20].map(
        (port): HostOutcome => ({ host: leaf * 48 + port, wanted: leaf === 232 ? port > 1 : port <= 1, copies: 1, by: "default" }),
      ),
    ),
    { host: 434 * 48 + 5, wanted: true, copies: 1, by: "rule 2" },
  ];
  const picture: TopologyPicture = {
    kind: "topology",
    fabric,
    sender: 151,
    failed: [],
    copies: packet.copies,
    hosts,
    headers: [{ hex: hexOf(523), bits: 523, parts: overDeliveryParts, links: linksOf(bits) }],
    load: loads,
  };
  return {
    schema: "faultline-trace/1",
    simulator: "multicast",
    scenario: "load",
    path: "load.multicast.json",
    inputs: "sha256:0",
    property: "FL3005",
    title: "Six hosts of pod 4 get statistics they never asked for: three leaves share the default rule.",
    lanes: [...packet.lanes.values()],
    initial: { rules: { "rule 1": "p0.l9", "rule 2": "p9.l2", "rule 3": "p0.l3" }, copies: {} },
    steps: packet.steps,
    harm: 8,
    subject: { group: "load-eu", from: 151 },
    picture,
  };
}

const overDeliveryParts: readonly HeaderPart[] = [
  { part: "type", at: 0, bits: 1, rows: [] },
  {
    part: "UL",
    at: 1,
    bits: 54,
    rows: [
      { label: "down", names: "", at: 1, bits: 48, bitmap: { at: 1, width: 48, ports: [8] } },
      { label: "up", names: "any spine", at: 49, bits: 5, bitmap: { at: 49, width: 4, ports: [] } },
    ],
  },
  {
    part: "US",
    at: 55,
    bits: 62,
    rows: [
      { label: "down", names: "", at: 55, bits: 48, bitmap: { at: 55, width: 48, ports: [9] } },
      { label: "up", names: "any core", at: 103, bits: 13, bitmap: { at: 103, width: 12, ports: [] } },
    ],
  },
  { part: "DC", at: 117, bits: 12, rows: [{ label: "pods", names: "", at: 117, bits: 12, bitmap: { at: 117, width: 12, ports: [4, 9] } }] },
  {
    part: "DS",
    at: 129,
    bits: 164,
    rows: [
      { label: "rule 1", names: "pod 4", at: 131, bits: 54, bitmap: { at: 131, width: 48, ports: [12, 13, 40] } },
      { label: "rule 2", names: "pod 9", at: 185, bits: 54, bitmap: { at: 185, width: 48, ports: [2] } },
      { label: "rule 3", names: "pod 0", at: 239, bits: 54, bitmap: { at: 239, width: 48, ports: [3, 9] } },
    ],
  },
  {
    part: "DL",
    at: 293,
    bits: 230,
    rows: [
      { label: "rule 1", names: "p0.l9", at: 295, bits: 60, bitmap: { at: 295, width: 48, ports: [1] } },
      { label: "rule 2", names: "p9.l2", at: 355, bits: 60, bitmap: { at: 355, width: 48, ports: [5] } },
      { label: "rule 3", names: "p0.l3", at: 415, bits: 60, bitmap: { at: 415, width: 48, ports: [7, 8] } },
      { label: "default", names: "any leaf", at: 475, bits: 48, bitmap: { at: 475, width: 48, ports: [0, 1, 3, 20] } },
    ],
  },
];

const loads: readonly LinkLoad[] = [
  { from: "core:17", to: "spine:17", gbps: 46.2, rateGbps: 40, streams: ["load-eu from p0.l3.h7", "cpu-us", "disk"] },
  { from: "leaf:3", to: "spine:1", gbps: 31.9, rateGbps: 40, streams: ["load-eu from p0.l3.h7"] },
  { from: "spine:1", to: "core:17", gbps: 12.4, rateGbps: 40, streams: ["load-eu from p0.l3.h7", "disk"] },
];
