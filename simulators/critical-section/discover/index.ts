/** What the rest of the simulator uses of this folder. */
export { complete } from "./complete.ts";
export { claims, discover } from "./discover.ts";
export { fixesFor } from "./fixes.ts";
export { hover } from "./hover.ts";
export { instrument } from "./instrument.ts";
