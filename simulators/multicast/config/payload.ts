import type { Scenario } from "../../core/simulator.ts";
import { type Configuration, understand } from "./configuration.ts";
import type { ConfigDocument } from "../../core/config/edits.ts";
import { formatOf } from "./parse.ts";
import { readTree } from "./recent.ts";

/** What a scenario of the multicast simulator carries to its run. Only scenarios that can be run have one. */
export type MulticastPayload =
  /** Found in a module: a run has no compiler to read it again. */
  | { readonly kind: "configuration"; readonly configuration: Configuration }
  /**
   * A file of its own: its text is among the inputs and says all. Whoever runs it reads it again, which after an edit takes less time
   * than to carry the fabric there, and finds the groups that it knows from the text before.
   */
  | { readonly kind: "text" };

/** @param configuration Is at hand for as long as the payload stays in this process. */
export function payloadFor(configuration: Configuration): MulticastPayload {
  if (!formatOf(configuration.path)) return { kind: "configuration", configuration };
  const payload: MulticastPayload = { kind: "text" };
  atHand.set(payload, configuration);
  return payload;
}

const atHand = new WeakMap<MulticastPayload, Configuration>();

/** @throws {Error} The scenario is no multicast scenario, or one that cannot be run: a bug in the caller. */
export function payloadOf(scenario: Scenario): Configuration {
  if (scenario.simulator !== "multicast" || scenario.payload === undefined) throw new Error(`${scenario.name} has nothing to run`);
  const payload = scenario.payload as MulticastPayload;
  return payload.kind === "configuration" ? payload.configuration : (atHand.get(payload) ?? readAgain(scenario, payload));
}

function readAgain(scenario: Scenario, payload: MulticastPayload): Configuration {
  const { path } = scenario;
  const text = textOf(scenario);
  const format = formatOf(path);
  const tree = format && readTree(path, format, text);
  const configuration = tree?.root && understand(path, text, tree.root, tree.format).configuration;
  if (!configuration) throw new Error(`${scenario.name} was found in another text`);
  atHand.set(payload, configuration);
  return configuration;
}

/** The configuration of a scenario as text with places: what fixes are made from. */
export function documentOf(scenario: Scenario): ConfigDocument {
  const { path, spans } = payloadOf(scenario);
  return { path, spans, text: textOf(scenario) };
}

const textOf = ({ path, inputs }: Scenario): string => inputs.find((input) => input.path === path)?.text ?? "";
