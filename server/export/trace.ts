import type { Trace } from "../../protocol/trace.ts";
import { itfText } from "./trace-itf.ts";
import { mermaidText } from "./trace-mermaid.ts";
import { plainText } from "./trace-text.ts";

export const traceFormats = ["json", "text", "mermaid", "itf"] as const;
export type TraceFormat = (typeof traceFormats)[number];

/** One trace as text, with a line end as its last character. */
export function writeTrace(trace: Trace, format: TraceFormat): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(trace, null, 2)}\n`;
    case "text":
      return plainText(trace);
    case "mermaid":
      return mermaidText(trace);
    case "itf":
      return itfText(trace);
  }
}
