import * as messages from "../../protocol/requests.ts";
import { writeReport } from "../export/report.ts";
import { setupItems, setupMarkdown } from "../setup-report.ts";
import { reportOf } from "../view/summary.ts";
import { guarded, type Host } from "./feature.ts";

/** Reports over what is known now, and over the installation. */
export function serveExporting(host: Host, installation: { readonly dist: string; readonly cacheFolder?: string }): void {
  const { connection, session } = host;
  connection.onRequest(
    messages.exportReport,
    guarded<messages.ExportReportParams, messages.ExportReportResult>(host, "export", { text: "" }, ({ format, uris }) => {
      const files = uris === undefined ? [...session.files.all.values()] : uris.flatMap((uri) => session.files.get(uri) ?? []);
      const report = reportOf(files, session.settings().seed, session.version, ({ scenario }) => session.reproduce(scenario));
      const imported = files.flatMap((file) => [...file.tracks.values()].flatMap(({ scenario }) => scenario.inputs));
      const texts = new Map([...imported, ...files].map((file) => [file.path, file.text]));
      return { text: writeReport(report, format, { sourceOf: (path) => texts.get(path) }) };
    }),
  );
  connection.onRequest(
    messages.setupReport,
    guarded<unknown, messages.SetupReportResult>(
      host,
      "setup report",
      { markdown: "The setup report failed: see the output of Faultline." },
      async () => {
        const { workers, memoryLimit } = session.settings();
        const items = await setupItems({
          version: session.version,
          dist: installation.dist,
          cacheFolder: installation.cacheFolder,
          workers,
          memoryLimitMb: memoryLimit,
        });
        return { markdown: setupMarkdown(items) };
      },
    ),
  );
}
