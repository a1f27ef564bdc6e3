import type { Scenario } from "../../core/simulator.ts";
import type { Fabric } from "../model.ts";
import type { ConfigDocument } from "./edits.ts";
import type { Spans } from "./spans.ts";

/** What a scenario of the multicast simulator carries to its run. Only scenarios that can be run have one. */
export interface MulticastPayload {
  readonly fabric: Fabric;
  readonly spans: Spans;
  readonly path: string;
}

/** @throws {Error} The scenario is no multicast scenario, or one that cannot be run: a bug in the caller. */
export function payloadOf(scenario: Scenario): MulticastPayload {
  if (scenario.simulator !== "multicast" || scenario.payload === undefined) throw new Error(`${scenario.name} has nothing to run`);
  return scenario.payload as MulticastPayload;
}

/** The configuration of a scenario as text with places: what fixes are made from. */
export function documentOf(scenario: Scenario): ConfigDocument {
  const { path, spans } = payloadOf(scenario);
  return { path, spans, text: scenario.inputs.find((input) => input.path === path)?.text ?? "" };
}
