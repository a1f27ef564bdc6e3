import type { Element } from "../elements.ts";
import type { Cut, Damage, EntryFacts, FailingCase, FailureName, PacketFinding, Split } from "./findings.ts";

/** Collects what one entry of `failures` does to one group: of each kind the worst, of equally bad ones the first. */
export class DamageCollector {
  #cut: { readonly badness: number; readonly make: () => Omit<Cut, "senders" | "cases"> } | undefined;
  #split: { readonly badness: number; readonly make: () => Omit<Split, "senders" | "cases"> } | undefined;
  readonly #damages = new Map<
    PacketFinding["kind"],
    { readonly badness: number; readonly elements: readonly Element[]; readonly make: () => PacketFinding }
  >();
  readonly #cases = new Map<string, Map<string, number>>();
  readonly #senders = new Map<string, Set<number>>();
  readonly #failing = new Map<string, FailingCase>();

  /** A case in which some receiver of this sender gets nothing. */
  fails(failing: FailingCase): void {
    const key = `${failing.orbit} ${failing.element ?? ""}`;
    if (!this.#failing.has(key)) this.#failing.set(key, failing);
  }

  cut(from: number, badness: number, failing: FailingCase, make: () => Omit<Cut, "senders" | "cases">): void {
    this.#count("cut", from, failing);
    if (!this.#cut || this.#cut.badness < badness) this.#cut = { badness, make };
  }

  split(from: number, badness: number, failing: FailingCase, make: () => Omit<Split, "senders" | "cases">): void {
    this.#count("split", from, failing);
    if (!this.#split || this.#split.badness < badness) this.#split = { badness, make };
  }

  damage(
    kind: PacketFinding["kind"],
    from: number,
    badness: number,
    failing: FailingCase,
    elements: readonly Element[],
    make: () => PacketFinding,
  ): void {
    this.#count(kind, from, failing);
    const known = this.#damages.get(kind);
    if (!known || known.badness < badness) this.#damages.set(kind, { badness, elements, make });
  }

  isFailing({ orbit, element }: FailureName): boolean {
    return this.#failing.has(`${orbit} `) || this.#failing.has(`${orbit} ${element}`);
  }

  facts(): Pick<EntryFacts, "failing" | "cut" | "split" | "damages"> {
    const cut = this.#cut?.make();
    const split = this.#split?.make();
    return {
      failing: [...this.#failing.values()],
      ...(cut ? { cut: { ...cut, ...this.#counts("cut") } } : {}),
      ...(split ? { split: { ...split, ...this.#counts("split") } } : {}),
      damages: [...this.#damages].map(([kind, { elements, make }]): Damage => {
        const { cases, senders } = this.#counts(kind);
        return { elements, cases, finding: { ...make(), senders } };
      }),
    };
  }

  #count(kind: string, from: number, { orbit, element, size }: FailingCase): void {
    const cases = this.#cases.get(kind) ?? new Map<string, number>();
    this.#cases.set(kind, cases.set(`${orbit} ${element ?? ""}`, element === undefined ? size : 1));
    this.#senders.set(kind, (this.#senders.get(kind) ?? new Set()).add(from));
  }

  #counts(kind: string): { readonly cases: number; readonly senders: number } {
    const cases = [...(this.#cases.get(kind)?.values() ?? [])].reduce((sum, size) => sum + size, 0);
    return { cases, senders: this.#senders.get(kind)?.size ?? 0 };
  }
}
