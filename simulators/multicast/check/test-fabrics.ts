/** For tests: small fabrics at random. */
import fc from "fast-check";
import { encodeHeader, hexOf } from "../header.ts";
import { bitmapOf } from "../bitmap.ts";
import { elementsOf, elementText, failuresOf, singleFailures } from "../elements.ts";
import type {
  Bitmap,
  ElementKind,
  Fabric,
  FailureEntry,
  Group,
  Header,
  InstalledHeader,
  InstalledRule,
  Limits,
  Section,
  Topology,
} from "../model.ts";
import { hostCount, leafCount } from "../topology.ts";

export const anyTopology: fc.Arbitrary<Topology> = fc.record({
  pods: fc.integer({ min: 1, max: 3 }),
  leavesPerPod: fc.integer({ min: 1, max: 3 }),
  hostsPerLeaf: fc.integer({ min: 1, max: 3 }),
  spinesPerPod: fc.integer({ min: 1, max: 3 }),
  coresPerSpine: fc.integer({ min: 1, max: 2 }),
});

interface Wishes {
  /** Groups, exactly. */
  readonly groups?: number;
  readonly failures?: boolean;
  readonly installed?: boolean;
}

/** A fabric that the configuration could describe, with tight limits more often than not. */
export function anyFabric({ groups = 2, failures = false, installed = false }: Wishes = {}): fc.Arbitrary<Fabric> {
  return anyTopology.chain((topology) =>
    fc
      .record({
        limits: anyLimits,
        groups: fc.tuple(...Array.from({ length: groups }, (_, index) => anyGroup(topology, index))),
        failures: failures ? fc.array(anyEntry(topology), { maxLength: 2 }) : fc.constant([]),
        headers: installed ? fc.array(anyInstalledHeader(topology, groups), { maxLength: 2 }) : fc.constant([]),
        rules: installed ? fc.array(anyInstalledRule(topology), { maxLength: 3 }) : fc.constant([]),
      })
      .map(({ headers, rules, ...rest }) => fabricOf(topology, rest, headers, rules)),
  );
}

function fabricOf(
  topology: Topology,
  { limits, groups, failures }: { readonly limits: Limits; readonly groups: readonly Group[]; readonly failures: readonly FailureEntry[] },
  headers: readonly Omit<InstalledHeader, "index">[],
  rules: readonly Omit<InstalledRule, "index">[],
): Fabric {
  return {
    topology,
    linkGbps: { host: 10, leafSpine: 40, spineCore: 40 },
    mtu: 1600,
    hopMicroseconds: 1,
    limits,
    udpPorts: [6343],
    groups,
    streams: [],
    failures,
    installed: {
      headers: headers.map((header, index) => ({ ...header, index })),
      rules: rules.map((rule, index) => ({ ...rule, index })),
    },
    unknownGroup: "unicast",
  };
}

const anyLimits: fc.Arbitrary<Limits> = fc.record({
  headerBytes: fc.constantFrom(4, 325),
  headersPerPacket: fc.constantFrom(1, 8),
  leafRules: fc.integer({ min: 0, max: 4 }),
  spineRules: fc.integer({ min: 0, max: 3 }),
  idsPerRule: fc.integer({ min: 1, max: 3 }),
  redundancy: fc.constantFrom(0, 0, 1, 3),
  leafTable: fc.constantFrom(0, 1, 100),
  spineTable: fc.constantFrom(0, 1, 100),
  ruleKey: fc.constantFrom("tenant+address", "tenant+address", "address"),
  updatesPerSecond: fc.constant({ leaf: 1000, spine: 1000, host: 1000 }),
  occupied: fc.constant({ leaves: new Map(), pods: new Map() }),
});

function anyGroup(topology: Topology, index: number): fc.Arbitrary<Group> {
  const hosts = fc.uniqueArray(fc.nat(hostCount(topology) - 1), { minLength: 1, maxLength: 8 }).map((some) => some.sort((a, b) => a - b));
  return fc
    .record({ receivers: hosts, senders: hosts, expectSpurious: fc.option(fc.nat(2), { nil: undefined }), tenant: fc.constant(index + 1) })
    .map(({ expectSpurious, ...rest }) => ({
      ...rest,
      index,
      name: `g${index}`,
      address: 0xef010101,
      isBroken: false,
      ...(expectSpurious === undefined ? {} : { expectSpurious }),
    }));
}

function anyEntry(topology: Topology): fc.Arbitrary<FailureEntry> {
  const reaction = fc.constantFrom<"update" | "none">("update", "none");
  const singles = [...singleFailures(topology, ["leaf", "spine", "core", "link", "host"])];
  const set = fc
    .record({ reaction, some: fc.uniqueArray(fc.constantFrom(...singles), { minLength: 1, maxLength: 4 }) })
    .map(({ reaction: how, some }): FailureEntry => {
      const failures = failuresOf(some);
      return { kind: "set", reaction: how, failures, elements: elementsOf(failures).map((element) => elementText(topology, element)) };
    });
  const every = fc
    .record({ reaction, kinds: fc.uniqueArray(fc.constantFrom<ElementKind>("leaf", "spine", "core", "link", "host"), { minLength: 1 }) })
    .map(({ reaction: how, kinds }): FailureEntry => ({ kind: "every", reaction: how, kinds }));
  return fc.oneof(set, every);
}

const anyBitmap = (width: number): fc.Arbitrary<Bitmap> =>
  fc.uniqueArray(fc.nat(width - 1), { maxLength: width }).map((ports) => bitmapOf(width, ports));

export function anyHeader(topology: Topology): fc.Arbitrary<Header> {
  const { pods, leavesPerPod, hostsPerLeaf, spinesPerPod, coresPerSpine } = topology;
  const upstream = (down: number, up: number) =>
    fc
      .record({ down: anyBitmap(down), up: anyBitmap(up), multipath: fc.boolean() })
      .map((part) => (part.multipath ? { ...part, up: part.up.map(() => 0) } : part));
  const full = fc.record({
    ul: upstream(hostsPerLeaf, spinesPerPod),
    us: upstream(leavesPerPod, coresPerSpine),
    dc: anyBitmap(pods),
    ds: anySection(leavesPerPod, pods),
    dl: anySection(hostsPerLeaf, leafCount(topology)),
  });
  return fc.oneof(
    { weight: 4, arbitrary: full },
    // Without DC a core would take the bits of DL for it: nothing may go up to one.
    full.map(({ ul, us, dl }): Header => ({ ul, us: { ...us, up: us.up.map(() => 0), multipath: false }, dl })),
    full.map(({ ul }): Header => ({ ul })),
  );
}

function anySection(width: number, ids: number): fc.Arbitrary<Section> {
  const rule = fc.record({
    ids: fc.uniqueArray(fc.nat(ids - 1), { minLength: 1, maxLength: 2 }).map((some) => some.sort((a, b) => a - b)),
    ports: anyBitmap(width),
  });
  return fc
    .record({ rules: fc.array(rule, { maxLength: 4 }), defaultPorts: fc.option(anyBitmap(width), { nil: undefined }) })
    .map(({ rules, defaultPorts }) => ({ rules, ...(defaultPorts ? { defaultPorts } : {}) }));
}

function anyInstalledHeader(topology: Topology, groups: number): fc.Arbitrary<Omit<InstalledHeader, "index">> {
  const header = anyHeader(topology).map((one) => {
    const { bytes, bits } = encodeHeader(topology, one);
    return { hex: hexOf(bytes), bits };
  });
  return fc
    .record({ group: fc.nat(groups - 1), from: fc.nat(hostCount(topology) - 1), header })
    .map(({ group, from, header: { hex, bits } }) => ({ group, from, hex, bits }));
}

function anyInstalledRule(topology: Topology): fc.Arbitrary<Omit<InstalledRule, "index">> {
  const common = { tenant: fc.integer({ min: 1, max: 2 }), address: fc.constant(0xef010101) };
  const ports = (width: number) => fc.uniqueArray(fc.nat(width - 1)).map((some) => some.sort((a, b) => a - b));
  return fc.oneof(
    fc.record({
      ...common,
      at: fc.record({ tier: fc.constant("leaf" as const), id: fc.nat(leafCount(topology) - 1) }),
      ports: ports(topology.hostsPerLeaf),
    }),
    fc.record({
      ...common,
      at: fc.record({ tier: fc.constant("pod" as const), id: fc.nat(topology.pods - 1) }),
      ports: ports(topology.leavesPerPod),
    }),
  );
}
