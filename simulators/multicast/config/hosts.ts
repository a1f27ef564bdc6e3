import type { Topology } from "../model.ts";
import { hostCount, leafAt, leafOfHost, podOfHost, portOfHost, portOfLeaf } from "../topology.ts";
import { formatCount, quote } from "./words.ts";

/** From `first` to `last`, both included. */
export interface Interval {
  readonly first: number;
  readonly last: number;
}

/** What a host expression says (§7), before names are looked up. */
export type HostExpression =
  | { readonly kind: "pattern"; readonly pods: Interval; readonly leaves: Interval; readonly hosts: Interval }
  | { readonly kind: "name"; readonly name: string }
  /** `mended`: what was probably meant. */
  | { readonly kind: "bad"; readonly message: string; readonly mended?: string };

/** Reads `p0.l3.h7` with a number, a range `2-5` or `*` at each place, a name, or the number of a host. */
export function parseHosts(topology: Topology, value: string | number): HostExpression {
  if (typeof value === "number") return numbered(topology, value);
  const match = /^p([^.]+)\.l([^.]+)\.h([^.]+)$/.exec(value);
  if (match) return pattern(topology, value, match.slice(1));
  if (/^\d{1,15}$/.test(value)) return numbered(topology, Number(value));
  if (/^[A-Za-z][A-Za-z0-9_-]*$/.test(value)) return { kind: "name", name: value };
  return unreadable(topology, value);
}

/** How many hosts a pattern stands for. */
export function sizeOfPattern({ pods, leaves, hosts }: Extract<HostExpression, { readonly kind: "pattern" }>): number {
  return (pods.last - pods.first + 1) * (leaves.last - leaves.first + 1) * (hosts.last - hosts.first + 1);
}

/** Is this host one that a pattern stands for? */
export function matches(
  topology: Topology,
  { pods, leaves, hosts }: Extract<HostExpression, { readonly kind: "pattern" }>,
  host: number,
): boolean {
  const leaf = leafOfHost(topology, host);
  return has(pods, podOfHost(topology, host)) && has(leaves, portOfLeaf(topology, leaf)) && has(hosts, portOfHost(topology, host));
}

const has = ({ first, last }: Interval, number: number): boolean => first <= number && number <= last;

/** The hosts of a pattern, ascending. */
export function forEachHost(
  topology: Topology,
  { pods, leaves, hosts }: Extract<HostExpression, { readonly kind: "pattern" }>,
  visit: (host: number) => void,
): void {
  for (let pod = pods.first; pod <= pods.last; pod++) {
    for (let leaf = leaves.first; leaf <= leaves.last; leaf++) {
      const base = leafAt(topology, pod, leaf) * topology.hostsPerLeaf;
      for (let port = hosts.first; port <= hosts.last; port++) visit(base + port);
    }
  }
}

function numbered(topology: Topology, host: number): HostExpression {
  const count = hostCount(topology);
  if (count <= host) {
    return { kind: "bad", message: `${formatCount(host)} is no host of the fabric: hosts are numbered 0 to ${formatCount(count - 1)}` };
  }
  return {
    kind: "pattern",
    pods: only(podOfHost(topology, host)),
    leaves: only(portOfLeaf(topology, leafOfHost(topology, host))),
    hosts: only(portOfHost(topology, host)),
  };
}

const only = (number: number): Interval => ({ first: number, last: number });

function pattern(topology: Topology, text: string, parts: readonly string[]): HostExpression {
  const places = [
    { letter: "p", noun: "pods", count: topology.pods },
    { letter: "l", noun: "the leaves of a pod", count: topology.leavesPerPod },
    { letter: "h", noun: "the hosts of a leaf", count: topology.hostsPerLeaf },
  ];
  const read = places.map((place, index) => ({ ...place, ...interval(parts[index] ?? "", place.count) }));
  const wrong = read.find(({ trouble }) => trouble !== undefined);
  if (!wrong) {
    const [pods = only(0), leaves = only(0), hosts = only(0)] = read;
    return { kind: "pattern", pods, leaves, hosts };
  }
  const mended = read.map(({ letter, mended: part }) => (part === undefined ? undefined : `${letter}${part}`));
  const message =
    wrong.trouble === "beyond"
      ? `${quote(text)} names no host of the fabric: ${wrong.noun} are numbered 0 to ${wrong.count - 1}`
      : wrong.trouble === "reversed"
        ? `${quote(text)} names no host: the range of ${wrong.noun} goes down`
        : unreadableText(text);
  return { kind: "bad", message, ...(mended.includes(undefined) ? {} : { mended: mended.join(".") }) };
}

interface Part extends Interval {
  readonly trouble?: "beyond" | "reversed" | "unreadable";
  readonly mended?: string;
}

/** One place of a pattern. */
function interval(text: string, count: number): Part {
  if (text === "*") return { first: 0, last: count - 1, mended: "*" };
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  if (!match) return { first: 0, last: 0, trouble: "unreadable" };
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  const isRange = match[2] !== undefined;
  if (last < first) return { first, last, trouble: "reversed", ...(first < count ? { mended: `${last}-${first}` } : {}) };
  if (last < count) return { first, last, mended: text };
  // Counting from 1 and ranges that go on too far are the usual slips.
  if (isRange && first < count)
    return { first, last, trouble: "beyond", mended: first === count - 1 ? `${first}` : `${first}-${count - 1}` };
  return { first, last, trouble: "beyond", ...(first === count ? { mended: `${count - 1}` } : {}) };
}

function unreadable(topology: Topology, text: string): HostExpression {
  const tidy = text.trim().toLowerCase();
  const candidates = [tidy, `${tidy}.h*`, `${tidy}.l*.h*`, tidy.replace(/^h(?:ost)?:/, "")];
  const mended = candidates.find(
    (candidate) => candidate !== text && /[.\d]/.test(candidate) && parseHosts(topology, candidate).kind === "pattern",
  );
  return { kind: "bad", message: unreadableText(text), ...(mended === undefined ? {} : { mended }) };
}

const unreadableText = (text: string): string =>
  `${quote(text)} is no host: write \`p0.l3.h7\` with numbers, ranges \`2-5\` or \`*\`, a name from \`hosts\`, or the number of a host`;
