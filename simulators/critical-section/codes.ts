import type { Code } from "../../protocol/problem.ts";

/** Codes of this simulator that carry a severity of warning or error: each is, or belongs to, a property of the report. */
export const propertyOf: Readonly<Partial<Record<Code, string>>> = {
  FL1002: "serialisable",
  FL1004: "no-lost-update",
  FL1005: "restart-safe",
  FL1006: "no-await-in-section",
  FL1007: "progress",
  FL1008: "progress",
  FL1011: "handler-keeps-thread",
  FL1015: "isolation",
  FL1021: "progress",
  FL1023: "no-exception",
};

/** Every code of critical sections; `docs/codes` has a page for each. */
export const criticalSectionCodes: readonly Code[] = [
  "FL1001",
  "FL1002",
  "FL1003",
  "FL1004",
  "FL1005",
  "FL1006",
  "FL1007",
  "FL1008",
  "FL1010",
  "FL1011",
  "FL1015",
  "FL1016",
  "FL1017",
  "FL1018",
  "FL1019",
  "FL1020",
  "FL1021",
  "FL1022",
  "FL1023",
];
