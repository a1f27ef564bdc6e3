import type { Topology } from "../model.ts";
import { hostCount, leafAt, leafOfHost, podOfHost, portOfHost, portOfLeaf } from "../topology.ts";
import { formatCount, quote } from "../../core/config/words.ts";

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
  const match = patternShape.exec(value);
  if (match) return pattern(topology, value, match.slice(1));
  if (/^\d{1,15}$/.test(value)) return numbered(topology, Number(value));
  if (/^[A-Za-z][A-Za-z0-9_-]*$/.test(value)) return { kind: "name", name: value };
  return unreadable(topology, value);
}

const patternShape = /^p([^.]+)\.l([^.]+)\.h([^.]+)$/;

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

/** Most hosts are written one by one, so these few intervals are shared. */
const single: readonly Interval[] = Array.from({ length: 128 }, (_, number) => ({ first: number, last: number }));

const only = (number: number): Interval => single[number] ?? { first: number, last: number };

function pattern(topology: Topology, text: string, [pod = "", leaf = "", host = ""]: readonly string[]): HostExpression {
  const pods = interval(pod, topology.pods);
  const leaves = interval(leaf, topology.leavesPerPod);
  const hosts = interval(host, topology.hostsPerLeaf);
  if (pods.trouble ?? leaves.trouble ?? hosts.trouble) {
    return badPattern(topology, text, [
      { ...pods, text: pod },
      { ...leaves, text: leaf },
      { ...hosts, text: host },
    ]);
  }
  return { kind: "pattern", pods, leaves, hosts };
}

/** @param parts Pods, leaves, hosts, with what is written there. */
function badPattern(topology: Topology, text: string, parts: readonly (Part & { readonly text: string })[]): HostExpression {
  const nouns = ["pods", "the leaves of a pod", "the hosts of a leaf"];
  const counts = [topology.pods, topology.leavesPerPod, topology.hostsPerLeaf];
  const wrong = parts.findIndex(({ trouble }) => trouble !== undefined);
  const mended = parts.map((part, index) => {
    const good = part.trouble === undefined ? part.text : part.mended;
    return good === undefined ? undefined : `${"plh".charAt(index)}${good}`;
  });
  const trouble = parts[wrong]?.trouble;
  const message =
    trouble === "beyond"
      ? `${quote(text)} names no host of the fabric: ${nouns[wrong] ?? ""} are numbered 0 to ${(counts[wrong] ?? 0) - 1}`
      : trouble === "reversed"
        ? `${quote(text)} names no host: the range of ${nouns[wrong] ?? ""} goes down`
        : unreadableText(text);
  return { kind: "bad", message, ...(mended.includes(undefined) ? {} : { mended: mended.join(".") }) };
}

/** `mended`: what was probably meant. */
interface Part extends Interval {
  readonly trouble?: "beyond" | "reversed" | "unreadable";
  readonly mended?: string;
}

/** One place of a pattern. */
function interval(text: string, count: number): Part {
  if (text === "*") return { first: 0, last: count - 1 };
  const dash = text.indexOf("-");
  const first = naturalNumber(dash === -1 ? text : text.slice(0, dash));
  const last = dash === -1 ? first : naturalNumber(text.slice(dash + 1));
  if (Number.isNaN(first) || Number.isNaN(last)) return { first: 0, last: 0, trouble: "unreadable" };
  if (first <= last && last < count) return first === last ? only(first) : { first, last };
  return { first, last, ...partTrouble(first, last, count, dash !== -1) };
}

/** Counting from 1 and ranges that go on too far are the usual slips. */
function partTrouble(first: number, last: number, count: number, isRange: boolean): Pick<Part, "trouble" | "mended"> {
  if (last < first) return { trouble: "reversed", ...(first < count ? { mended: `${last}-${first}` } : {}) };
  if (isRange && first < count) return { trouble: "beyond", mended: first === count - 1 ? `${first}` : `${first}-${count - 1}` };
  return { trouble: "beyond", ...(first === count ? { mended: `${count - 1}` } : {}) };
}

/** NaN for anything but one to nine digits. Read by hand: this is what most of a large file consists of. */
function naturalNumber(digits: string): number {
  if (digits.length === 0 || 9 < digits.length) return Number.NaN;
  let number = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(at) - zero;
    if (digit < 0 || 9 < digit) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

const zero = 48;

function unreadable(topology: Topology, text: string): HostExpression {
  const tidy = text.trim().toLowerCase();
  const candidates = [tidy, `${tidy}.h*`, `${tidy}.l*.h*`, tidy.replace(/^h(?:ost)?:/, "")];
  const mended = candidates.find(
    (candidate) => candidate !== text && patternShape.test(candidate) && parseHosts(topology, candidate).kind === "pattern",
  );
  return { kind: "bad", message: unreadableText(text), ...(mended === undefined ? {} : { mended }) };
}

const unreadableText = (text: string): string =>
  `${quote(text)} is no host: write \`p0.l3.h7\` with numbers, ranges \`2-5\` or \`*\`, a name from \`hosts\`, or the number of a host`;
