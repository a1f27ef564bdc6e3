import type { PacketFinding } from "./findings.ts";

type Kind = PacketFinding["kind"];
/** A finding but for the count of senders, which is known only at the end. */
type Draft = PacketFinding extends infer One ? (One extends PacketFinding ? Omit<One, "senders"> : never) : never;

/** Keeps the worst packet of each kind, of equally bad ones the first, and counts the senders. */
export class Collector {
  readonly #worst = new Map<Kind, { readonly badness: number; readonly draft: Draft }>();
  readonly #senders = new Map<Kind, Set<number>>();

  /** @param make Called only when this packet is the worst so far. */
  offer(kind: Kind, from: number, badness: number, make: () => Draft | undefined): void {
    const known = this.#worst.get(kind);
    if (!known || known.badness < badness) {
      const draft = make();
      if (!draft) return;
      this.#worst.set(kind, { badness, draft });
    }
    const senders = this.#senders.get(kind);
    if (senders) senders.add(from);
    else this.#senders.set(kind, new Set([from]));
  }

  /** In the order of `kinds`. */
  findings(): PacketFinding[] {
    return kinds.flatMap((kind) => {
      const worst = this.#worst.get(kind);
      return worst ? [{ ...worst.draft, senders: this.#senders.get(kind)?.size ?? 0 }] : [];
    });
  }
}

const kinds: readonly Kind[] = ["over-budget", "default-rule", "over-delivery", "duplicate", "loop", "black-hole"];
