import type { Range } from "../../../protocol/source.ts";
import type { Payload } from "../payload.ts";

/** A controller in a file, before it is a scenario. */
export interface Found {
  readonly name: string;
  /** Where its lens stands. */
  readonly range: Range;
  /** Offset of the same, UTF-16 units. */
  readonly start: number;
  /** Left out: too much of it is wrong. */
  readonly payload?: Payload;
}
