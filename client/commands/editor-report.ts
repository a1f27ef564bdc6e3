import type { ScenarioStatus } from "../../protocol/requests.ts";
import { summarise } from "../status/summary.ts";

export interface EditorFacts {
  readonly version: string;
  readonly editor: string;
  readonly node: string;
  readonly platform: string;
  readonly remote: string | undefined;
  readonly isTrusted: boolean;
  readonly folders: number;
  readonly server: string;
  readonly scenarios: readonly ScenarioStatus[];
}

/** The editor's half of the setup report, in Markdown. Names of files and folders are left out: reports are shared. */
export function editorReport(facts: EditorFacts): string {
  const rows: readonly (readonly [string, string])[] = [
    ["Faultline", facts.version],
    ["Editor", facts.editor],
    ["Extension host", `Node ${facts.node}, ${facts.platform}${facts.remote ? `, remote (${facts.remote.replace(/[+:].*$/, "")})` : ""}`],
    [
      "Workspace",
      `${facts.folders} folder${facts.folders === 1 ? "" : "s"}, ${facts.isTrusted ? "trusted" : "not trusted: code is not run"}`,
    ],
    ["Language server", facts.server],
    [
      "Scenarios",
      facts.scenarios.length === 0 ? "none found" : `${facts.scenarios.length}: ${summarise(facts.scenarios)?.lines.join(", ")}`,
    ],
  ];
  const table = rows.map(([name, value]) => `| ${name} | ${value.replaceAll("|", "\\|")} |`);
  return ["## In the editor", "", "| | found |", "|---|---|", ...table, ""].join("\n");
}
