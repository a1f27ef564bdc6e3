import { Scope } from "../cell.ts";
import type { StateWriter } from "../state-writer.ts";
import type { Slot } from "../value.ts";

/** A scope at run time. */
export class ScopeCell extends Scope {
  readonly slots: Slot[];
  tags: number[] | undefined = undefined;
  readonly outer: ScopeCell | undefined;
  readonly names: readonly string[];

  constructor(id: number, outer: ScopeCell | undefined, names: readonly string[], slots: Slot[]) {
    super(id);
    this.outer = outer;
    this.names = names;
    this.slots = slots;
  }

  writeState(out: StateWriter): void {
    out.identity(this.names);
    out.cell(this.outer);
    for (const slot of this.slots) out.value(slot);
    const { tags } = this;
    const hasTags = tags?.some((tag) => tag !== 0) === true;
    out.word(hasTags ? 1 : 0);
    if (hasTags) for (const tag of tags ?? []) out.tag(tag);
  }
}
