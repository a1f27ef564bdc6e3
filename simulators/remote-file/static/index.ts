import type { Complaint } from "../../core/source/complaint.ts";
import type { FunctionNode } from "../../core/source/owners.ts";
import type { Parsed, Stretch } from "../../core/source/parse.ts";
import type { RemoteFiles } from "../config/model.ts";

/** A function that runs on a node. */
export interface ProcessFunction {
  readonly fn: FunctionNode;
  readonly node: string;
}

/** What can be said of a file's calls of `node:fs` without running it. */
export interface StaticFindings {
  readonly complaints: readonly Complaint[];
  /** Calls that open a file under a mount. */
  readonly opens: readonly Stretch[];
}

export function staticFindings(_parsed: Parsed, _configuration: RemoteFiles, _processes: readonly ProcessFunction[]): StaticFindings {
  return { complaints: [], opens: [] };
}
