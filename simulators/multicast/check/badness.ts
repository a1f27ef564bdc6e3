import type { PacketFinding } from "./findings.ts";

/** How bad a packet is among those of its kind. */
export function badnessOf(finding: PacketFinding): number {
  switch (finding.kind) {
    case "over-budget":
      return finding.bits;
    case "default-rule":
      return finding.added.length;
    case "over-delivery":
    case "black-hole":
      return finding.hosts.length;
    case "duplicate":
      return finding.hosts;
    case "loop":
      return 1;
  }
}

/** The first of the worst. */
export function worstOf<Item>(items: readonly Item[], badness: (item: Item) => number): Item | undefined {
  return items.reduce<Item | undefined>((worst, item) => (worst === undefined || badness(worst) < badness(item) ? item : worst), undefined);
}
