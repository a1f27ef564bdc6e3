import type { Code } from "../../protocol/problem.ts";
import type { PropertyId } from "./properties/types.ts";

/** Contract C3.3. */
const codes: Readonly<Record<Exclude<PropertyId, `invariant:${string}`>, Code>> = {
  converges: "FL2001",
  quiescent: "FL2002",
  idempotent: "FL2003",
  confluent: "FL2004",
  "stale-safe": "FL2005",
  "owned-only": "FL2006",
  "no-leak": "FL2007",
  finalizer: "FL2008",
  "errors-retried": "FL2009",
  "status-honest": "FL2010",
  bounded: "FL2011",
  desired: "FL2013",
  FL2106: "FL2106",
};

export function codeOf(property: PropertyId): Code {
  return property in codes ? codes[property as keyof typeof codes] : "FL2012";
}

/** Every code of controllers; `docs/codes` has a page for each. */
export const controllerCodes: readonly Code[] = [
  ...Object.values(codes).filter((code) => code < "FL2012"),
  "FL2012",
  "FL2013",
  "FL2101",
  "FL2102",
  "FL2103",
  "FL2104",
  "FL2105",
  "FL2106",
];
