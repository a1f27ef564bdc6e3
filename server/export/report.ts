import type { Code } from "../../protocol/problem.ts";
import type { Report } from "../../protocol/report.ts";
import { jsonChunks } from "./json.ts";
import { junitChunks } from "./junit.ts";
import { prettyChunks } from "./pretty.ts";
import { sarifChunks } from "./sarif.ts";

export const reportFormats = ["pretty", "json", "sarif", "junit"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What a writer may use besides the report. All pure; a writer works without any of them. */
export interface ReportOptions {
  /** Text of a file named in the report: for code frames. */
  sourceOf?(path: string): string | undefined;
  /** Markdown page of a code: for the help of SARIF's rules. */
  pageOf?(code: Code): string | undefined;
  /** Default false. */
  readonly colours?: boolean;
  /** Columns of the terminal; default 100. */
  readonly width?: number;
  /** For the last line of the pretty form: wall clock of the whole run. */
  readonly milliseconds?: number;
}

/** The report as text, with a line end as its last character. */
export function writeReport(report: Report, format: ReportFormat, options: ReportOptions = {}): string {
  return [...reportChunks(report, format, options)].join("");
}

/** The same in pieces, for reports that are larger than one string should be. */
export function reportChunks(report: Report, format: ReportFormat, options: ReportOptions = {}): Iterable<string> {
  switch (format) {
    case "pretty":
      return prettyChunks(report, options);
    case "json":
      return jsonChunks(report);
    case "sarif":
      return sarifChunks(report, options);
    case "junit":
      return junitChunks(report);
  }
}
