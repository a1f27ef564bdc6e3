import { type ExtensionContext, window, workspace } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { ScenarioStatus } from "../protocol/requests.ts";
import { CodeTitles } from "./commands/code-titles.ts";
import { readPage } from "./commands/explain.ts";
import { registerCommands } from "./commands/register.ts";
import { Texts } from "./commands/texts.ts";
import { setContexts } from "./contexts.ts";
import { Gutter } from "./scenarios/gutter.ts";
import { Results } from "./scenarios/results.ts";
import { ScenarioTests } from "./scenarios/tests.ts";
import { showScenarioTree } from "./scenarios/tree.ts";
import { ServerLink } from "./server/link.ts";
import { configurations, isRelevant } from "./server/relevance.ts";
import { showStatusBar } from "./status/bar.ts";
import { showLanguageStatus } from "./status/language.ts";
import { logEvents } from "./status/log.ts";
import { showNotices } from "./status/notices.ts";
import { SourceFollower } from "./trace/follow.ts";
import { TraceViews } from "./trace/panel.ts";

/** For tests and for other extensions. */
export interface FaultlineApi {
  /** The running client; rejects when the server cannot be started. */
  client(): Promise<LanguageClient>;
  /** Resolves when the server runs. */
  whenReady(): Promise<void>;
  /** What is known of every scenario now. */
  status(): readonly ScenarioStatus[];
  /** The open trace: its title, and the step that the cursor is on. */
  trace(): { readonly title: string; readonly step: number; readonly steps: number } | undefined;
}

let server: ServerLink | undefined;

/** Registers everything and returns at once: the server is started afterwards, when there is something for it to read. */
export function activate(context: ExtensionContext): FaultlineApi {
  const output = window.createOutputChannel("Faultline", { log: true });
  const titles = new CodeTitles(context.asAbsolutePath("dist/codes"));
  const link = new ServerLink(context, output);
  server = link;
  const results = new Results(link);
  const gutter = new Gutter(link);
  const follower = new SourceFollower(gutter);
  const views = new TraceViews({ server: link, extensionUri: context.extensionUri, log: (message) => output.warn(message) }, follower);
  const texts = new Texts((name) => readPage(titles.folder, name));
  views.register(context);
  context.subscriptions.push(
    output,
    gutter,
    follower,
    texts,
    ...registerCommands({ context, output, server: link, results, titles, views, texts }),
    showScenarioTree(link, results, titles),
    new ScenarioTests(link, results, titles),
    showStatusBar(link),
    showLanguageStatus(link),
    showNotices(context, link),
    logEvents(link, output, String((context.extension.packageJSON as { version?: unknown }).version)),
    setContexts(link),
  );
  startWhenNeeded(context, link);
  return {
    client: () => link.start(),
    whenReady: async () => void (await link.start()),
    status: () => link.store.all(),
    trace: () => {
      const session = views.current?.session;
      return session && { title: session.opened.head.title, step: session.step, steps: session.opened.steps };
    },
  };
}

/** Nothing of ours outlives the extension host. */
export async function deactivate(): Promise<void> {
  await server?.stop();
  server = undefined;
}

function startWhenNeeded(context: ExtensionContext, link: ServerLink): void {
  const start = () => void link.start().catch(() => undefined); // said in status bar and output
  if (workspace.textDocuments.some(isRelevant)) {
    setImmediate(start);
    return;
  }
  const opened = workspace.onDidOpenTextDocument((document) => {
    if (!isRelevant(document)) return;
    opened.dispose();
    start();
  });
  context.subscriptions.push(opened);
  for (const pattern of configurations)
    void workspace.findFiles(pattern, "**/node_modules/**", 1).then(({ length }) => length > 0 && start());
}
