/** What the rest of the simulator uses of this folder. */
export type { ConfigDocument } from "./edits.ts";
export { insertElement, insertProperty, removeMember, renameProperty, setOrInsert, setValue } from "./edits.ts";
export type { Pointer } from "./node.ts";
export { documentOf, type MulticastPayload, payloadOf } from "./payload.ts";
export { hasPointer, type Place, rangeOf, spanAt, type Spans } from "./spans.ts";
export { claimsMulticast, discoverMulticast } from "./discover.ts";
export { completeMulticast } from "./complete.ts";
export { hoverMulticast } from "./hover.ts";
