import { type ChildProcess, spawn } from "node:child_process";
import {
  createMessageConnection,
  type Diagnostic,
  type InitializeParams,
  type MessageConnection,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

/** A plain LSP client over standard input and output. */
export interface TestClient {
  readonly connection: MessageConnection;
  readonly server: ChildProcess;
  /** Last published, by URI. */
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
  /** All notifications of our own and messages, in order. */
  readonly told: readonly { readonly method: string; readonly params: unknown }[];
  /** Waits for diagnostics of a file that satisfy; throws with what there is when they do not come. */
  waitFor(uri: string, isRight: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
  /** In the orderly way. */
  close(): Promise<void>;
}

export interface TestClientOptions {
  readonly server: string;
  readonly folder?: string;
  readonly args?: readonly string[];
  readonly initialize?: Partial<InitializeParams>;
}

const patienceMs = 20_000;

export async function startClient({ server: file, folder, args = ["--stdio"], initialize = {} }: TestClientOptions): Promise<TestClient> {
  const server = spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  let complaint = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const diagnostics = new Map<string, readonly Diagnostic[]>();
  const told: { method: string; params: unknown }[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    diagnostics.set(params.uri, params.diagnostics);
    for (const look of waiting) look();
  });
  connection.onNotification((method, params) => void told.push({ method, params }));
  connection.onRequest((method) => (method === "workspace/configuration" ? [null] : null));
  connection.onError(() => {});
  connection.listen();
  const uri = folder === undefined ? null : `file://${folder}`;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: uri === null ? null : [{ uri, name: "test" }],
    capabilities: {},
    ...initialize,
  });
  await connection.sendNotification("initialized", {});
  return {
    connection,
    server,
    diagnostics,
    told,
    async waitFor(uri, isRight) {
      const came = await soon(() => isRight(diagnostics.get(uri) ?? []), waiting);
      if (!came)
        throw new Error(
          `the diagnostics of ${uri} did not come; there are ${JSON.stringify(diagnostics.get(uri)).slice(0, 2000)}\n${complaint}${JSON.stringify(told.slice(-5))}`,
        );
      return diagnostics.get(uri) ?? [];
    },
    async close() {
      const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await ended;
      connection.dispose();
    },
  };
}

/** Is it true before patience ends? Looks at once whenever diagnostics come, so that benchmarks measure the server and not the wait. */
async function soon(isTrue: () => boolean, looks: Set<() => void>): Promise<boolean> {
  if (isTrue()) return true;
  return new Promise<boolean>((resolve) => {
    const end = (answer: boolean) => {
      clearTimeout(clock);
      looks.delete(look);
      resolve(answer);
    };
    const look = () => {
      if (isTrue()) end(true);
    };
    const clock = setTimeout(() => end(false), patienceMs);
    looks.add(look);
  });
}

/** What a client says about a document. */
export function documentsOf(connection: MessageConnection) {
  return {
    open: (uri: string, text: string) =>
      connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "toy", version: 1, text } }),
    change: (uri: string, version: number, text: string) =>
      connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] }),
    edit: (uri: string, version: number, range: Diagnostic["range"], text: string) =>
      connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ range, text }] }),
    save: (uri: string) => connection.sendNotification("textDocument/didSave", { textDocument: { uri } }),
    close: (uri: string) => connection.sendNotification("textDocument/didClose", { textDocument: { uri } }),
  };
}
