import { env, version as editorVersion, workspace } from "vscode";
import { setupReport, type SetupReportResult } from "../../protocol/requests.ts";
import type { Services } from "../services.ts";
import { editorReport } from "./editor-report.ts";

/** What is installed and works, as one page to read or to copy into a question. */
export async function showSetupReport({ context, server, texts, output }: Services): Promise<void> {
  const { version } = context.extension.packageJSON as { readonly version: string };
  const ours = editorReport({
    version,
    editor: `${env.appName} ${editorVersion}`,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    remote: env.remoteName,
    isTrusted: workspace.isTrusted,
    folders: workspace.workspaceFolders?.length ?? 0,
    server: server.state,
    scenarios: server.store.all(),
  });
  const theirs = await server.request<SetupReportResult>(setupReport, {}).then(
    ({ markdown }) => markdown,
    (cause: unknown) => {
      output.warn(`No report of the server: ${String(cause)}`);
      return `# Faultline: setup report\n\nThe language server does not answer: ${String(cause)}\n`;
    },
  );
  await texts.show("setup-report.md", `${theirs}\n${ours}`);
}
