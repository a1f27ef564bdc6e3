import type { ExtensionContext, LogOutputChannel } from "vscode";
import type { CodeTitles } from "./commands/code-titles.ts";
import type { Results } from "./scenarios/results.ts";
import type { ServerLink } from "./server/link.ts";
import type { TraceViews } from "./trace/panel.ts";

/** What commands work with. */
export interface Services {
  readonly context: ExtensionContext;
  readonly output: LogOutputChannel;
  readonly server: ServerLink;
  readonly results: Results;
  readonly titles: CodeTitles;
  readonly views: TraceViews;
  /** Texts that the extension shows as documents: pages of codes, the setup report. */
  readonly texts: { show(name: string, text: string): Promise<void> };
}
