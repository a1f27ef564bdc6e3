import type { Fix } from "../../../protocol/problem.ts";
import type { Bindings } from "./bindings.ts";
import type { Complaint } from "./complaint.ts";
import type { Parsed } from "./parse.ts";
import type { Section } from "./sections.ts";

export function staticFixes(_parsed: Parsed, _bindings: Bindings, _sections: readonly Section[], _complaint: Complaint): readonly Fix[] {
  return [];
}
