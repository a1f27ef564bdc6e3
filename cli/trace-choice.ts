import type { Report, Result } from "../protocol/report.ts";
import type { Trace } from "../protocol/trace.ts";
import { isViolation } from "../simulators/core/conclude.ts";
import { nearest } from "./nearest.ts";
import type { Document } from "./report-file.ts";
import { UsageError } from "./usage-error.ts";

/** Which traces of a report are meant. */
export interface TraceChoice {
  readonly scenario?: string;
  /** Property or code. */
  readonly property?: string;
}

/**
 * The traces of violations that fit, in the order of the report; of a trace file, the one it is.
 * What is information only or suppressed is no violation, unless its property is asked for.
 */
export function failuresIn(document: Document, choice: TraceChoice): readonly Trace[] {
  if (document.kind === "trace") return [document.trace];
  return resultsFor(document.report, choice).flatMap((result) =>
    result.traces.filter((trace) =>
      choice.property === undefined ? isFailure(result, trace) : propertiesOf(result, trace).includes(choice.property),
    ),
  );
}

/** The trace to show: the first failure that fits, without one the first run of a main path, else any. */
export function traceToShow(document: Document, choice: TraceChoice): Trace {
  const [failure] = failuresIn(document, choice);
  if (failure) return failure;
  if (document.kind === "report" && choice.property === undefined) {
    const results = resultsFor(document.report, choice);
    const [witness] = results.flatMap(({ traces, witness: index }) => (index === undefined ? [] : traces.slice(index, index + 1)));
    const [any] = results.flatMap(({ traces }) => traces);
    const shown = witness ?? any;
    if (shown) return shown;
  }
  throw new UsageError(noTrace(document, choice));
}

function isFailure(result: Result, trace: Trace): boolean {
  const index = result.traces.indexOf(trace);
  if (result.problems.some((problem) => problem.trace === index && isViolation(problem))) return true;
  return trace.property !== undefined && result.properties.some(({ id, verdict }) => id === trace.property && verdict === "violated");
}

function resultsFor({ results }: Report, { scenario }: TraceChoice): readonly Result[] {
  return results.filter((result) => scenario === undefined || result.scenario === scenario);
}

/** What a trace fails: its own property, and the codes and properties of the problems that point to it. None for a run of the main path. */
function propertiesOf(result: Result, trace: Trace): readonly string[] {
  const index = result.traces.indexOf(trace);
  const problems = result.problems.filter((problem) => problem.trace === index);
  return [trace.property, ...problems.flatMap(({ code, property }) => [code, property])].filter((name) => name !== undefined);
}

function noTrace(document: Document, { scenario, property }: TraceChoice): string {
  const names = document.kind === "report" ? document.report.results.map((result) => result.scenario) : [];
  const near = scenario === undefined || names.includes(scenario) ? undefined : nearest(scenario, names);
  const wanted = [
    ...(scenario === undefined ? [] : [`scenario ${scenario}`]),
    ...(property === undefined ? [] : [`property ${property}`]),
  ].join(", ");
  return `the report has no trace${wanted === "" ? "" : ` for ${wanted}`}${near === undefined ? "" : `; did you mean ${near}?`}`;
}
