import type { CopyOnLink, HeaderPart, HostOutcome, Link, LinkLoad, TopologyPicture } from "../../../protocol/picture.ts";
import type { Lane, Step, Trace } from "../../../protocol/trace.ts";
import { type FabricShape, nodeName, parseNode } from "../pictures/topology/names.ts";

/** The evaluation's fabric: 12 × 48 × 48 = 27,648 hosts. */
export const largeFabric: FabricShape = { pods: 12, leavesPerPod: 48, hostsPerLeaf: 48, spinesPerPod: 4, coresPerSpine: 12 };

/** A packet that is built hop by hop: each switch is one step that sends one copy for each port. */
export class PacketBuilder {
  readonly copies: CopyOnLink[] = [];
  readonly steps: Step[] = [];
  readonly lanes = new Map<string, Lane>();
  readonly #fabric: FabricShape;

  constructor(fabric: FabricShape) {
    this.#fabric = fabric;
  }

  /** `sends` says, for each neighbour, what kind of copy it is. */
  hop(node: string, message: string, sends: readonly Hop[], more: Partial<Step> = {}): void {
    this.lane(node);
    const step = this.steps.length;
    for (const { to, ...copy } of sends) {
      this.lane(to);
      this.copies.push({ step, from: node, to, frameBytes: 150 + Math.ceil(copy.headerBits / 8), header: 0, kind: "wanted", ...copy });
    }
    const first = sends[0]?.to;
    this.steps.push({
      lane: node,
      ...(first === undefined ? {} : { to: first }),
      action: "forward",
      message,
      changes: sends.map(({ to, kind }) => ({ location: ["copies", this.name(to)], after: kind ?? "wanted" })),
      ...more,
    });
  }

  lane(node: string): void {
    const tier = node.slice(0, node.indexOf(":"));
    if (!this.lanes.has(node)) this.lanes.set(node, { id: node, title: `${tier} ${this.name(node)}`, group: tier });
  }

  name(node: string): string {
    const code = parseNode(node);
    return code === undefined ? node : nodeName(this.#fabric, code);
  }
}

interface Hop extends Pick<CopyOnLink, "to" | "link" | "headerBits" | "rule">, Partial<Pick<CopyOnLink, "kind" | "reads" | "header">> {}

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
    [204, 205, 232].map((leaf): Hop => ({ to: `leaf:${leaf}`, link: "spineDown", headerBits: bits.spineDown, rule: "default", reads: { part: 5, row: 3 } })),
  );
  for (const [leaf, wanted] of [[204, [0, 1]], [205, [0, 1]], [232, [3, 20]]] as const) {
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
      [0, 1, 3, 20].map((port): HostOutcome => ({ host: leaf * 48 + port, wanted: leaf === 232 ? port > 1 : port <= 1, copies: 1, by: "default" })),
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

const popped: { readonly [link in Link]: string } = {
  hostUp: "all parts",
  leafUp: "UL read and popped",
  spineUp: "US popped",
  coreDown: "DC popped",
  spineDown: "DS popped",
  leafDown: "DL read and popped",
};

export function linksOf(bits: { readonly [link in Link]: number }): readonly { readonly link: Link; readonly bits: number; readonly popped: string }[] {
  return (Object.keys(popped) as Link[]).map((link) => ({ link, bits: bits[link], popped: popped[link] }));
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

/** Hex digits of a header that look like one: deterministic, of the right length. */
export function hexOf(bits: number): string {
  let seed = 0x9e3779b9;
  const digit = (): string => {
    seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    return (seed & 15).toString(16);
  };
  return Array.from({ length: Math.ceil(bits / 8) * 2 }, digit).join("");
}

/** One packet to `receivers` hosts spread over a fabric of 64 × 128 × 128 hosts, one step for each switch. */
export function bigFabric(receivers: number): Trace {
  const fabric: FabricShape = { pods: 64, leavesPerPod: 128, hostsPerLeaf: 128, spinesPerPod: 32, coresPerSpine: 32 };
  const packet = new PacketBuilder(fabric);
  const members = spread(receivers, 64 * 128 * 128);
  const byLeaf = groupBy(members, (host) => Math.floor(host / 128));
  const byPod = groupBy([...byLeaf.keys()], (leaf) => Math.floor(leaf / 128));
  const host = (number: number, kind: CopyOnLink["kind"]): Hop => ({ to: `host:${number}`, link: "leafDown", headerBits: 0, rule: "host", kind });
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
    return [{ host: Number(copy.to.slice(5)), wanted: copy.kind === "wanted", copies: 1, by: copy.kind === "wanted" ? "rule 1" : "default" }];
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
      headers: [{ hex: hexOf(2400), bits: 2400, parts: [], links: linksOf({ hostUp: 2400, leafUp: 2200, spineUp: 2000, coreDown: 1900, spineDown: 1200, leafDown: 0 }) }],
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

/** A spine is down and the switches do not know yet: a receiver gets nothing, one gets two copies, one has no live path. */
export function afterFailure(): Trace {
  const trace = overDelivery();
  if (trace.picture?.kind !== "topology") throw new Error("a topology was expected");
  const { picture } = trace;
  const copies = picture.copies.map((copy): CopyOnLink => (copy.to === "spine:37" ? { ...copy, kind: "lost" } : copy)).filter(({ from }) => from !== "spine:37" && from !== "leaf:434");
  const kinds: readonly CopyOnLink[] = copies.map((copy) => (copy.to === "host:9792" ? { ...copy, kind: "duplicate" } : copy));
  const hosts = picture.hosts.map((host): HostOutcome => {
    if (host.host === 434 * 48 + 5) return { ...host, copies: 0, by: "" };
    if (host.host === 9792) return { ...host, copies: 2 };
    return host;
  });
  return {
    ...trace,
    title: "p9.l2.h5 gets nothing: core s1.c5 sends to a spine that is down, before the controller knows.",
    property: "FL3009",
    picture: {
      ...picture,
      failed: ["spine:p9.s1", "link:p4.s2-s2.c3", "leaf:p6.l7", "host:p0.l9.h2"],
      copies: kinds,
      hosts: [...hosts, { host: 434 * 48 + 9, wanted: true, copies: 0, by: "", unreachable: true }],
    },
  };
}
