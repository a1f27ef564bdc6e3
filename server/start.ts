import { basename, dirname, join } from "node:path";
import {
  CodeActionKind,
  type Connection,
  createConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type InitializeParams,
  type InitializeResult,
  ProposedFeatures,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { notice as noticeMessage, type Notice } from "../protocol/requests.ts";
import type { Simulator } from "../simulators/core/simulator.ts";
import { simulators as registered } from "../simulators/registry.ts";
import { type Announcer, createAnnouncer } from "./features/announcements.ts";
import { announcedCommands, serveCommands } from "./features/commands.ts";
import { createPublisher } from "./features/diagnostics.ts";
import { serveDocuments } from "./features/documents.ts";
import { serveExporting } from "./features/exporting.ts";
import { describe, type Host } from "./features/feature.ts";
import { serveReading } from "./features/reading.ts";
import { serveRunning } from "./features/running.ts";
import { serveTracing } from "./features/tracing.ts";
import { serveWorkspace } from "./features/workspace.ts";
import { messageTypes } from "./lsp.ts";
import { watchParent } from "./parent.ts";
import { createSession } from "./session.ts";
import { isObject } from "./shape/check.ts";
import { typescriptLoader } from "./typescript.ts";
import type { Folder } from "./workspace/addresses.ts";

/** What tests replace. */
export interface StartOptions {
  readonly simulators?: readonly Simulator[];
  readonly engineEntry?: string;
}

/** Where our own files are, and where we may keep some. */
export interface Installation {
  readonly dist: string;
  /** Of the user, not of the workspace; known once `initialize` has come. None: nothing is kept. */
  cacheFolder?: string;
}

/**
 * Serves a client until it goes: `--node-ipc` over the channel of a forked process, else (`--stdio`) over standard input and output.
 * Nothing but messages may be written to standard output from here on.
 */
export function startServer(argv: readonly string[], options: StartOptions = {}): void {
  const connection = connect(argv);
  const dist = distFolder();
  const log = (line: string) => connection.console.log(line);
  const installation: Installation = { dist };
  const { host, announcer } = createHost(connection, installation, options, log);
  const setClientProcess = watchParent(() => void leave(1));
  let exitCode = 1;

  process.on("uncaughtException", (error) => {
    // Nobody reads what we write any more.
    if ("code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED" || error.code === "ERR_IPC_CHANNEL_CLOSED"))
      void leave(1);
    else log(`uncaught: ${describe(error)}`);
  });
  process.on("unhandledRejection", (error) => log(`unhandled: ${describe(error)}`));

  const documents = serveDocuments(host);
  const workspace = serveWorkspace(host, documents);
  const running = serveRunning(host);
  serveReading(host);
  serveCommands(host, running, serveTracing(host));
  serveExporting(host, installation);

  connection.onInitialize((params): InitializeResult => {
    if (typeof params.processId === "number") setClientProcess(params.processId);
    begin(host, installation, params);
    return { capabilities: capabilities(host), serverInfo: { name: "Faultline", version: __VERSION__ } };
  });
  connection.onInitialized(() => {
    workspace.begin().catch((error: unknown) => log(`workspace: ${describe(error)}`));
  });
  connection.onShutdown(async () => {
    host.client.phase = "ended";
    exitCode = 0;
    workspace.dispose();
    announcer.dispose();
    await host.session.dispose();
  });
  connection.onExit(() => leave(exitCode));
  connection.listen();

  async function leave(code: number): Promise<void> {
    // The engine sees our end by itself; disposing it also removes its folder.
    setTimeout(() => process.exit(code), 500).unref();
    await host.session.dispose().catch(() => {});
    process.exit(code);
  }
}

function connect(argv: readonly string[]): Connection {
  if (argv.includes("--node-ipc"))
    return createConnection(ProposedFeatures.all, new IPCMessageReader(process), new IPCMessageWriter(process));
  return createConnection(ProposedFeatures.all, process.stdin, process.stdout);
}

/** `dist`: this code is part of a bundle one folder below it. */
function distFolder(): string {
  return dirname(dirname(__filename));
}

function createHost(
  connection: Connection,
  installation: Installation,
  options: StartOptions,
  log: (line: string) => void,
): { host: Host; announcer: Announcer } {
  const client: Host["client"] = { capabilities: {}, isFaultlineClient: false, phase: "new" };
  const session = createSession({
    simulators: options.simulators ?? registered,
    engineEntry: options.engineEntry ?? join(installation.dist, "server", "engine.cjs"),
    codeFolder: () => (installation.cacheFolder === undefined ? undefined : join(installation.cacheFolder, "engine")),
    dist: installation.dist,
    version: __VERSION__,
    typescript: typescriptLoader(installation.dist, () => installation.cacheFolder),
    onChanged: (file, what) => announcer.changed(file, what),
    onNotice: (notice) => tell(connection, client.isFaultlineClient, notice),
    log,
  });
  const host: Host = { connection, session, client, log };
  const announcer = createAnnouncer(host, createPublisher(host));
  return { host, announcer };
}

function tell(connection: Connection, isFaultlineClient: boolean, notice: Notice): void {
  const sending = isFaultlineClient
    ? connection.sendNotification(noticeMessage, notice)
    : connection.sendNotification("window/showMessage", { type: messageTypes[notice.severity], message: notice.message });
  sending.catch(() => {});
}

/** Takes over what the client says of itself. */
function begin({ session, client }: Host, installation: Installation, params: InitializeParams): void {
  const options: unknown = params.initializationOptions;
  const given = isObject(options) ? options : {};
  const { cacheFolder } = given;
  if (typeof cacheFolder === "string" && cacheFolder !== "") installation.cacheFolder = cacheFolder;
  client.capabilities = params.capabilities;
  client.phase = "serving";
  client.isFaultlineClient = given["isFaultlineClient"] === true;
  session.begin({
    folders: foldersOf(params),
    isTrusted: given["isTrusted"] !== false,
    settings: given["settings"],
    ...(installation.cacheFolder === undefined ? {} : { cacheFolder: join(installation.cacheFolder, "results") }),
  });
}

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly Folder[] {
  if (workspaceFolders && workspaceFolders.length > 0) return workspaceFolders.map(({ uri }) => ({ uri }));
  if (rootUri) return [{ uri: rootUri }];
  return rootPath ? [{ uri: URI.file(rootPath).toString() }] : [];
}

function capabilities({ client }: Host): InitializeResult["capabilities"] {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    codeLensProvider: { resolveProvider: false },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['"', ":", "@"] },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
    inlayHintProvider: true,
    executeCommandProvider: { commands: announcedCommands(client.isFaultlineClient) },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

/** Is this bundle the server itself, rather than a part of another program? */
export const isServerBundle = (): boolean => typeof __filename === "string" && basename(dirname(__filename)) === "server";
