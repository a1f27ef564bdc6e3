import type { ScenarioStatus } from "../../protocol/requests.ts";

/** A status as the server sends it: for tests. */
export function statusOf(part: Partial<ScenarioStatus> = {}): ScenarioStatus {
  const line = { line: 3, character: 0 };
  return {
    uri: "file:///w/load.multicast.json",
    scenario: "load",
    simulator: "multicast",
    range: { start: line, end: line },
    phase: "done",
    ...part,
  };
}
