import type { Code } from "../../../protocol/problem.ts";

/** Properties of every multicast scenario; FL3000 is not among them: with it nothing is checked. */
export const checkedCodes: readonly Code[] = [
  "FL3001",
  "FL3002",
  "FL3003",
  "FL3004",
  "FL3005",
  "FL3006",
  "FL3007",
  "FL3008",
  "FL3009",
  "FL3010",
  "FL3011",
  "FL3012",
  "FL3013",
  "FL3014",
  "FL3015",
  "FL3016",
  "FL3017",
];
