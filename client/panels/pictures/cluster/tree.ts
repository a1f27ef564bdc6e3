import type { Card } from "./cards.ts";

/** A card with those of the objects that it owns. */
export interface Branch {
  readonly card: Card;
  readonly owned: readonly Branch[];
}

/** Cards in the order of `cardsOf`, each with its depth, as trees. */
export function treesOf(cards: readonly Card[]): readonly Branch[] {
  const roots: Branch[] = [];
  const open: { readonly depth: number; readonly owned: Branch[] }[] = [];
  for (const card of cards) {
    while ((open.at(-1)?.depth ?? -1) >= card.depth) open.pop();
    const owned: Branch[] = [];
    (open.at(-1)?.owned ?? roots).push({ card, owned });
    open.push({ depth: card.depth, owned });
  }
  return roots;
}
