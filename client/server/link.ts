import { type CancellationToken, type ExtensionContext, EventEmitter, type LogOutputChannel, Uri, workspace } from "vscode";
import type {
  LanguageClient,
  LanguageClientOptions,
  Middleware,
  ServerOptions,
  StaticFeature,
  TransportKind,
} from "vscode-languageclient/node";
import {
  type Heartbeat,
  heartbeat,
  type InitializationOptions,
  type ListScenariosResult,
  listScenarios,
  type Notice,
  notice,
  type ScenariosChanged,
  scenariosChanged,
  trustGranted,
} from "../../protocol/requests.ts";
import { enabledCommands } from "../commands/enabled.ts";
import { ScenarioStore } from "../scenarios/store.ts";
import { selector } from "./relevance.ts";
import { currentSettings } from "./settings.ts";
import { Watchdog } from "./watchdog.ts";

export type ServerState = "stopped" | "starting" | "running" | "failed";

/** Milliseconds that a server has to answer that it stops, and then to end, before it is killed. */
const answerMs = 1000;
const exitMs = 500;

/** The language server, started when it is first needed, and what it tells without being asked. */
export class ServerLink {
  readonly store = new ScenarioStore();
  readonly watchdog = new Watchdog();
  readonly #context: ExtensionContext;
  readonly #output: LogOutputChannel;
  readonly #notices = new EventEmitter<Notice>();
  readonly #states = new EventEmitter<ServerState>();
  readonly onNotice = this.#notices.event;
  readonly onState = this.#states.event;
  #state: ServerState = "stopped";
  #starting: Promise<LanguageClient> | undefined;
  #client: LanguageClient | undefined;

  constructor(context: ExtensionContext, output: LogOutputChannel) {
    this.#context = context;
    this.#output = output;
    context.subscriptions.push(
      this.#notices,
      this.#states,
      workspace.onDidGrantWorkspaceTrust(() => void this.#tellTrust()),
    );
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Starts the server unless it runs or is about to. Rejects when it cannot be started; the next call tries again. */
  start(): Promise<LanguageClient> {
    if (this.#starting) return this.#starting;
    const starting = this.#launch().catch((cause: unknown) => {
      if (this.#starting !== starting) throw cause; // given up meanwhile
      this.#starting = undefined;
      this.#become("failed");
      this.#output.error("The language server could not be started", cause instanceof Error ? cause : String(cause));
      throw cause;
    });
    this.#starting = starting;
    return starting;
  }

  async request<Answer>(method: string, params: object, token?: CancellationToken): Promise<Answer> {
    const client = await this.start();
    return token ? client.sendRequest<Answer>(method, params, token) : client.sendRequest<Answer>(method, params);
  }

  /** Ends the server, also one that no longer answers, and starts it anew. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#starting = undefined;
    if (client) await this.#end(client);
    if (!this.#client) this.#become("stopped"); // else a request has started the next one meanwhile
  }

  /** A server that does not answer, or not even to its start, is killed. */
  async #end(client: LanguageClient): Promise<void> {
    const process = client.serverProcess;
    const kill = () => process && process.exitCode === null && process.signalCode === null && process.kill("SIGKILL");
    try {
      await client.dispose(answerMs);
      setTimeout(kill, exitMs);
    } catch (cause) {
      this.#output.warn(`The server did not stop by itself: ${String(cause)}`);
      kill();
    }
  }

  async #launch(): Promise<LanguageClient> {
    this.#become("starting");
    const library = await import("vscode-languageclient/node");
    const options = serverOptions(this.#context, library.TransportKind.ipc);
    const client = new library.LanguageClient("faultline", "Faultline", options, this.#clientOptions());
    this.#client = client;
    client.registerFeature(ownProgress);
    client.onNotification(scenariosChanged, (message: ScenariosChanged) => this.store.apply(message));
    client.onNotification(heartbeat, (beat: Heartbeat) => this.watchdog.heard(beat, performance.now()));
    client.onNotification(notice, (message: Notice) => this.#notices.fire(message));
    client.onDidChangeState(({ newState }) => {
      if (this.#client !== client) return; // one that was given up
      if (newState === library.State.Stopped) this.#become("stopped");
      if (newState === library.State.Running) void this.#becomeRunning(client);
    });
    await client.start();
    return client;
  }

  /** After each start, also when the client has restarted a server that crashed. */
  async #becomeRunning(client: LanguageClient): Promise<void> {
    this.#become("running");
    try {
      const { scenarios } = await client.sendRequest<ListScenariosResult>(listScenarios, {});
      this.store.replaceAll(scenarios);
    } catch (cause) {
      this.#output.warn(`No list of scenarios: ${String(cause)}`); // it has ended again; the next start asks anew
    }
  }

  #become(state: ServerState): void {
    if (state !== "running") {
      this.watchdog.reset();
      this.store.replaceAll([]);
    }
    this.#state = state;
    this.#states.fire(state);
  }

  async #tellTrust(): Promise<void> {
    const client = await this.#starting?.catch(() => undefined);
    await client?.sendNotification(trustGranted);
  }

  #clientOptions(): LanguageClientOptions {
    return {
      documentSelector: [...selector],
      synchronize: { configurationSection: "faultline" },
      initializationOptions: (): InitializationOptions => ({
        isTrusted: workspace.isTrusted,
        cacheFolder: (this.#context.storageUri ?? this.#context.globalStorageUri).fsPath,
        isFaultlineClient: true,
        settings: currentSettings(),
      }),
      outputChannel: this.#output,
      traceOutputChannel: this.#output,
      markdown: { isTrusted: { enabledCommands }, supportHtml: false },
      middleware,
    };
  }
}

/** The server is a process of its own; in development a debugger can attach to it. */
function serverOptions(context: ExtensionContext, transport: TransportKind.ipc): ServerOptions {
  const module = context.asAbsolutePath("dist/server/main.cjs");
  return { run: { module, transport }, debug: { module, transport, options: { execArgv: ["--nolazy", "--inspect=6009"] } } };
}

/** Runs that the user started show their progress in one place, with a button to cancel: see `commands/run.ts`. */
const ownProgress: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.window = { ...capabilities.window, workDoneProgress: false };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

/** Links of codes open our own page: it is part of the extension and needs no network. */
const middleware: Middleware = {
  handleDiagnostics(uri, diagnostics, next) {
    for (const diagnostic of diagnostics) {
      const { code } = diagnostic;
      const value = typeof code === "object" ? code.value : code;
      if (typeof value !== "string" || !/^FL\d{4}$/.test(value)) continue;
      diagnostic.code = { value, target: Uri.parse(`command:faultline.explain?${encodeURIComponent(JSON.stringify([value]))}`) };
    }
    next(uri, diagnostics);
  },
};
