import type { FindingDetail, PropertyId, WrongObject } from "./types.ts";

/** A violation before it is told: what, and on which object. */
export interface Violation {
  readonly property: PropertyId;
  readonly detail: FindingDetail;
  readonly objects: readonly WrongObject[];
}

/** With the run that shows it, as codes. */
export interface Found extends Violation {
  readonly codes: readonly number[];
  /** Steps at the end that repeat for ever; 0: none. */
  readonly loop: number;
  /** The last step is the one that breaks the property. */
  readonly isAtStep: boolean;
}
