import type ts from "typescript";
import type { Complaint } from "../../core/source/complaint.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { anyErrorIsMissing } from "./any-error.ts";
import { blindReplaces } from "./blind-replace.ts";
import { apiCallsOf } from "./calls.ts";
import { lookAt } from "./look.ts";
import { moduleStateAsTruth } from "./module-state.ts";
import { snapshotsWrittenBack } from "./snapshot.ts";
import { unawaited } from "./unawaited.ts";
import { unselectedDeletes } from "./unselected-delete.ts";

/**
 * What can be said of a controller's text without running it (FL2101 to FL2106). Says nothing where it is not sure.
 *
 * @param reconcilers Functions that get an event's object as their first parameter.
 */
export function staticFindings(parsed: Parsed, reconcilers: readonly ts.SignatureDeclarationBase[]): readonly Complaint[] {
  if (parsed.isBroken) return [];
  const look = lookAt(parsed);
  const calls = apiCallsOf(look);
  if (calls.length === 0) return [];
  return [
    ...unawaited(look, calls, reconcilers),
    ...anyErrorIsMissing(look, calls),
    ...blindReplaces(look, calls),
    ...unselectedDeletes(look, calls),
    ...snapshotsWrittenBack(look, calls, reconcilers),
    ...moduleStateAsTruth(look, calls),
  ].sort((a, b) => a.start - b.start);
}
