import type { FunctionNode } from "../../core/source/owners.ts";
import type { Range } from "../../../protocol/source.ts";
import type { Payload } from "../payload.ts";

/** A controller in a file, before it is a scenario. */
export interface Found {
  readonly name: string;
  /** Where its lens stands. */
  readonly range: Range;
  /** Offset of the same, UTF-16 units. */
  readonly start: number;
  /** Of tagged code: the function, which gets the event's object. */
  readonly fn?: FunctionNode;
  /** Left out: too much of it is wrong. */
  readonly payload?: Payload;
}
