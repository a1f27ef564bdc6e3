import type { Result } from "../../protocol/report.ts";
import type { ScenarioRef, TraceRef } from "../../protocol/requests.ts";
import { containsPosition, type Position } from "../../protocol/source.ts";

/** A trace that can be opened, as it stands in a list to choose from. */
export interface TraceChoice {
  readonly ref: TraceRef;
  /** Title of the trace. */
  readonly label: string;
  /** Property that it violates; "main path" for a run of the main path. */
  readonly description: string;
}

/** What the client keeps of a result: the traces themselves stay in the server. */
export interface ResultSummary {
  /** Of the scenario's file, as problems name it. */
  readonly path: string;
  readonly problems: readonly Result["problems"][number][];
  readonly properties: Result["properties"];
  readonly traces: readonly { readonly title: string; readonly property?: string }[];
  readonly witness?: number;
  readonly reproduce: string;
}

export function summariseResult(result: Result): ResultSummary {
  return {
    path: result.path,
    problems: result.problems,
    properties: result.properties,
    traces: result.traces.map(({ title, property }) => (property === undefined ? { title } : { title, property })),
    ...(result.witness === undefined ? {} : { witness: result.witness }),
    reproduce: result.reproduce,
  };
}

/** The traces of a result, those that violate something first. */
export function traceChoices(scenario: ScenarioRef, result: ResultSummary): readonly TraceChoice[] {
  const choices = result.traces.map(({ title, property }, trace) => ({
    ref: { kind: "result", uri: scenario.uri, scenario: scenario.scenario, trace } as const,
    label: title,
    description: property ?? mainPath,
  }));
  return choices.sort((a, b) => Number(a.description === mainPath) - Number(b.description === mainPath));
}

const mainPath = "main path";

/** The trace of the problem at the cursor, when exactly one problem with a trace stands there. */
export function traceAtCursor(scenario: ScenarioRef, result: ResultSummary, path: string, cursor: Position): TraceRef | undefined {
  const here = result.problems.flatMap(({ path: at, range, trace }) =>
    at === path && containsPosition(range, cursor) && trace !== undefined ? [trace] : [],
  );
  const [trace] = here;
  return trace !== undefined && here.every((other) => other === trace)
    ? { kind: "result", uri: scenario.uri, scenario: scenario.scenario, trace }
    : undefined;
}
