import assert from "node:assert/strict";
import { test } from "node:test";
import { addressText, dispatch, type HypervisorSwitch, type InnerPacket, parseAddress } from "./hypervisor.ts";

const topology = { pods: 2, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 1 };
const group = 0xef010101;

const hypervisor: HypervisorSwitch = {
  host: 0,
  udpPorts: [6343, 6344],
  mtu: 200,
  unknownGroup: "unicast",
  lookUp: (tenant, address) => (address !== group ? undefined : tenant === 1 ? [67] : tenant === 2 ? [67, 80] : undefined),
};

const packet: InnerPacket = { tenant: 1, destination: group, udpPort: 6344, bytes: 100 };

const cases = [
  { name: "statistics with an entry", given: packet, want: { action: "encapsulate", frameBytes: [159], over: 0 } },
  { name: "exactly at the MTU", given: { ...packet, bytes: 141 }, want: { action: "encapsulate", frameBytes: [200], over: 0 } },
  { name: "one byte over the MTU", given: { ...packet, bytes: 142 }, want: { action: "encapsulate", frameBytes: [201], over: 1 } },
  {
    name: "several headers are several frames; the largest counts",
    given: { ...packet, tenant: 2, bytes: 142 },
    want: { action: "encapsulate", frameBytes: [201, 202], over: 2 },
  },
  { name: "another port", given: { ...packet, udpPort: 6345 }, want: { action: "untouched", why: "port" } },
  { name: "not UDP", given: { ...packet, udpPort: undefined }, want: { action: "untouched", why: "not-udp" } },
  { name: "no group address", given: { ...packet, destination: 0x0a000001 }, want: { action: "untouched", why: "no-group-address" } },
  {
    name: "just below the group addresses",
    given: { ...packet, destination: 0xdfffffff },
    want: { action: "untouched", why: "no-group-address" },
  },
  {
    name: "just above the group addresses",
    given: { ...packet, destination: 0xf0000000 },
    want: { action: "untouched", why: "no-group-address" },
  },
  {
    name: "the same address of another tenant, targets known",
    given: { ...packet, tenant: 3, receivers: [0, 1, 2, 7] },
    want: { action: "unknown-group", fallback: "unicast", frameBytes: 150, packets: 3, links: 12 },
  },
  { name: "unknown, targets unknown", given: { ...packet, tenant: 3 }, want: { action: "unknown-group", fallback: "drop" } },
];

for (const { name, given, want } of cases) test(`dispatch: ${name}`, () => assert.deepEqual(dispatch(topology, hypervisor, given), want));

test("dispatch: unknown groups may be set to be dropped", () => {
  const strict: HypervisorSwitch = { ...hypervisor, unknownGroup: "drop" };
  assert.deepEqual(dispatch(topology, strict, { ...packet, tenant: 3, receivers: [1] }), { action: "unknown-group", fallback: "drop" });
});

const addresses = [
  { text: "239.1.1.1", want: 0xef010101 },
  { text: "0.0.0.0", want: 0 },
  { text: "255.255.255.255", want: 0xffffffff },
  { text: "239.1.1.256", want: undefined },
  { text: "239.1.1", want: undefined },
  { text: "239.1.1.1.1", want: undefined },
  { text: "ff02::1", want: undefined },
];

for (const { text, want } of addresses) {
  test(`parseAddress: ${text}`, () => {
    assert.equal(parseAddress(text), want);
    if (want !== undefined) assert.equal(addressText(want), text);
  });
}
