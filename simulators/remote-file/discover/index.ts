export { complete } from "./complete.ts";
export { claims, discover } from "./discover.ts";
export { hover } from "./hover.ts";
