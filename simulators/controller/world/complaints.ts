import type { Evaluated } from "../process/types.ts";
import type { SourceSpan } from "../../../protocol/source.ts";

/** What a function of the definition does that is passed over, as it is outside of a check: it has no part in what happens. */
export interface PassedOver {
  readonly message: string;
  readonly at?: SourceSpan;
}

/** Each of them once. */
export class Complaints {
  readonly #told = new Map<string, PassedOver>();

  get all(): readonly PassedOver[] {
    return [...this.#told.values()];
  }

  /** @param name As the user knows the function: `watches[0].requests`. @param after What follows from it. */
  threw(name: string, { message, at }: Evaluated & { readonly kind: "threw" }, after: string): void {
    this.note(name, `\`${name}\` throws ${message}, and ${after}`, at);
  }

  note(name: string, message: string, at?: SourceSpan): void {
    const key = `${name} ${JSON.stringify(at ?? null)}`;
    if (!this.#told.has(key)) this.#told.set(key, { message, ...(at ? { at } : {}) });
  }
}
