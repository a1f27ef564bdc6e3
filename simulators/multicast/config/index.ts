/** What the rest of the simulator uses of this folder. */
export { completeMulticast } from "./complete.ts";
export { claimsMulticast, discoverMulticast } from "./discover.ts";
export { type ConfigDocument, removeMember, setOrInsert, setValue } from "../../core/config/edits.ts";
export { hoverMulticast } from "./hover.ts";
export type { Pointer } from "../../core/config/node.ts";
export { documentOf, payloadOf } from "./payload.ts";
export { hasPointer, rangeOf } from "../../core/config/spans.ts";
