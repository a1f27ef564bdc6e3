import type { Report, Result } from "../protocol/report.ts";
import type { Trace } from "../protocol/trace.ts";
import { nearest } from "./nearest.ts";
import type { Document } from "./report-file.ts";
import { UsageError } from "./usage-error.ts";

/** Which traces of a report are meant. */
export interface TraceChoice {
  readonly scenario?: string;
  /** Property or code. */
  readonly property?: string;
}

/** The traces of violations that fit, in the order of the report; of a trace file, the one it is. */
export function failuresIn(document: Document, choice: TraceChoice): readonly Trace[] {
  if (document.kind === "trace") return [document.trace];
  return resultsFor(document.report, choice).flatMap((result) =>
    result.traces.filter((trace) => {
      const names = propertiesOf(result, trace);
      return choice.property === undefined ? names.length > 0 : names.includes(choice.property);
    }),
  );
}

/** The trace to show: the first failure that fits, without one the first run of a main path. */
export function traceToShow(document: Document, choice: TraceChoice): Trace {
  const [failure] = failuresIn(document, choice);
  if (failure) return failure;
  if (document.kind === "report" && choice.property === undefined) {
    const [witness] = resultsFor(document.report, choice).flatMap(({ traces }) => traces);
    if (witness) return witness;
  }
  throw new UsageError(noTrace(document, choice));
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
