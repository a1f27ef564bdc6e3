/** Elements that may fail: `leaf:p1.l2`, `spine:p0.s0`, `core:s1.c0`, `link:p1.l2-p1.s1`, `link:p0.s1-s1.c0`, `host:p0.l1.h2`. */
import type { ElementKind, Failures, Topology } from "./model.ts";
import { coreText, hostText, leafText, parsePlace, spineText } from "./names.ts";
import {
  coreAt,
  coreCount,
  hostCount,
  leafCount,
  linkKey,
  planeOfCore,
  planeOfSpine,
  podOfLeaf,
  podOfSpine,
  spineAt,
  spineCount,
} from "./topology.ts";

/** Something that can be down. Global numbers; `host` is the link between a host and its leaf. */
export type Element =
  | { readonly kind: "leaf" | "spine" | "core" | "host"; readonly id: number }
  | { readonly kind: "leafSpineLink"; readonly leaf: number; readonly spine: number }
  | { readonly kind: "spineCoreLink"; readonly spine: number; readonly core: number };

export const noFailures: Failures = failuresOf([]);

/** The set of elements as the switches see it. */
export function failuresOf(elements: Iterable<Element>): Failures {
  const hostLinks = new Set<number>();
  const leaves = new Set<number>();
  const spines = new Set<number>();
  const cores = new Set<number>();
  const leafSpineLinks = new Set<number>();
  const spineCoreLinks = new Set<number>();
  for (const element of elements) {
    switch (element.kind) {
      case "host":
        hostLinks.add(element.id);
        break;
      case "leaf":
        leaves.add(element.id);
        break;
      case "spine":
        spines.add(element.id);
        break;
      case "core":
        cores.add(element.id);
        break;
      case "leafSpineLink":
        leafSpineLinks.add(linkKey(element.leaf, element.spine));
        break;
      case "spineCoreLink":
        spineCoreLinks.add(linkKey(element.spine, element.core));
        break;
    }
  }
  return { hostLinks, leaves, spines, cores, leafSpineLinks, spineCoreLinks };
}

/** By kind (leaf, spine, core, link between leaf and spine, link between spine and core, host), then ascending. */
export function elementsOf(failures: Failures): Element[] {
  const ascending = (ids: ReadonlySet<number>) => [...ids].sort((a, b) => a - b);
  return [
    ...ascending(failures.leaves).map((id): Element => ({ kind: "leaf", id })),
    ...ascending(failures.spines).map((id): Element => ({ kind: "spine", id })),
    ...ascending(failures.cores).map((id): Element => ({ kind: "core", id })),
    ...ascending(failures.leafSpineLinks).map((key): Element => ({ kind: "leafSpineLink", leaf: lowerOf(key), spine: upperOf(key) })),
    ...ascending(failures.spineCoreLinks).map((key): Element => ({ kind: "spineCoreLink", spine: lowerOf(key), core: upperOf(key) })),
    ...ascending(failures.hostLinks).map((id): Element => ({ kind: "host", id })),
  ];
}

export function isIntact(failures: Failures): boolean {
  return Object.values(failures).every((ids: ReadonlySet<number>) => ids.size === 0);
}

/** As it is written in a configuration: `link:p1.l2-p1.s1`. */
export function elementText(topology: Topology, element: Element): string {
  switch (element.kind) {
    case "leaf":
      return `leaf:${leafText(topology, element.id)}`;
    case "spine":
      return `spine:${spineText(topology, element.id)}`;
    case "core":
      return `core:${coreText(topology, element.id)}`;
    case "host":
      return `host:${hostText(topology, element.id)}`;
    case "leafSpineLink":
      return `link:${leafText(topology, element.leaf)}-${spineText(topology, element.spine)}`;
    case "spineCoreLink":
      return `link:${spineText(topology, element.spine)}-${coreText(topology, element.core)}`;
  }
}

/** Reads an element; undefined when it is no element of the fabric, or a link that the wiring does not have. Ends of a link in any order. */
export function parseElement(topology: Topology, text: string): Element | undefined {
  const match = /^(leaf|spine|core|host|link):(.+)$/.exec(text);
  const kind = match?.[1];
  const places = (match?.[2] ?? "").split("-").map((part) => parsePlace(topology, part.trim()));
  const [first, second, ...more] = places;
  if (!first || more.length > 0) return undefined;
  if (kind !== "link") return first.kind === kind && places.length === 1 ? { kind: first.kind, id: first.id } : undefined;
  if (!second) return undefined;
  return linkBetween(topology, first, second) ?? linkBetween(topology, second, first);
}

/** Every single element of the kinds, each once: leaf, spine, core, link (leaf to spine, then spine to core), host; each ascending. */
export function* singleFailures(topology: Topology, kinds: readonly ElementKind[]): Generator<Element> {
  if (kinds.includes("leaf")) for (let id = 0; id < leafCount(topology); id++) yield { kind: "leaf", id };
  if (kinds.includes("spine")) for (let id = 0; id < spineCount(topology); id++) yield { kind: "spine", id };
  if (kinds.includes("core")) for (let id = 0; id < coreCount(topology); id++) yield { kind: "core", id };
  if (kinds.includes("link")) yield* links(topology);
  if (kinds.includes("host")) for (let id = 0; id < hostCount(topology); id++) yield { kind: "host", id };
}

/** How many elements `singleFailures` yields. */
export function countSingleFailures(topology: Topology, kinds: readonly ElementKind[]): number {
  const links = leafCount(topology) * topology.spinesPerPod + spineCount(topology) * topology.coresPerSpine;
  const counts = {
    leaf: leafCount(topology),
    spine: spineCount(topology),
    core: coreCount(topology),
    link: links,
    host: hostCount(topology),
  };
  return [...new Set(kinds)].reduce((sum, kind) => sum + counts[kind], 0);
}

function* links(topology: Topology): Generator<Element> {
  for (let leaf = 0; leaf < leafCount(topology); leaf++) {
    for (let plane = 0; plane < topology.spinesPerPod; plane++) {
      yield { kind: "leafSpineLink", leaf, spine: spineAt(topology, podOfLeaf(topology, leaf), plane) };
    }
  }
  for (let spine = 0; spine < spineCount(topology); spine++) {
    for (let port = 0; port < topology.coresPerSpine; port++) {
      yield { kind: "spineCoreLink", spine, core: coreAt(topology, planeOfSpine(topology, spine), port) };
    }
  }
}

type Place = NonNullable<ReturnType<typeof parsePlace>>;

function linkBetween(topology: Topology, lower: Place, upper: Place): Element | undefined {
  if (lower.kind === "leaf" && upper.kind === "spine" && podOfLeaf(topology, lower.id) === podOfSpine(topology, upper.id)) {
    return { kind: "leafSpineLink", leaf: lower.id, spine: upper.id };
  }
  if (lower.kind === "spine" && upper.kind === "core" && planeOfSpine(topology, lower.id) === planeOfCore(topology, upper.id)) {
    return { kind: "spineCoreLink", spine: lower.id, core: upper.id };
  }
  return undefined;
}

const lowerOf = (key: number): number => Math.floor(key / 65536);
const upperOf = (key: number): number => key % 65536;
