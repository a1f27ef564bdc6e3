/** What each code is called; the headings of docs/codes/ say the same. */
export const codeTitles: { readonly [code: string]: string } = {
  FL0001: "internal error",
  FL0002: "tag or comment is wrong",
  FL0003: "not modelled",
  FL3000: "bad configuration",
  FL3001: "header over budget",
  FL3002: "frame over the MTU",
  FL3003: "table full",
  FL3004: "default rule used",
  FL3005: "over-delivery",
  FL3006: "unreachable receiver",
  FL3007: "duplicate",
  FL3008: "loop",
  FL3009: "black hole",
  FL3010: "unknown group",
  FL3011: "not a statistics packet",
  FL3012: "link oversubscribed",
  FL3013: "address collision",
  FL3014: "stale statistics",
  FL3015: "split headers",
  FL3016: "bad host or empty group",
  FL3017: "churn load",
};

/** The code itself where it has no page yet. */
export function codeTitle(code: string): string {
  return codeTitles[code] ?? code;
}
