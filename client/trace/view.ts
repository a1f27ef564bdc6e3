import { randomBytes } from "node:crypto";
import { commands, type Disposable, env, EventEmitter, Uri, type ViewColumn, type Webview } from "vscode";
import type { FromPanel, ToPanel } from "../../protocol/panel.ts";
import { isFromPanel } from "../../protocol/panel-guards.ts";
import {
  type OpenTraceResult,
  openTrace,
  type Phase,
  type ReplayTraceResult,
  replayTrace,
  type ScenarioStatus,
  type TraceRef,
  type TraceWindow,
  traceWindow,
} from "../../protocol/requests.ts";
import type { SourceSpan } from "../../protocol/source.ts";
import type { ServerLink } from "../server/link.ts";
import { panelHtml } from "./html.ts";
import { type Move, moved } from "./move.ts";
import { replayText } from "./replay-text.ts";
import { TraceSession } from "./session.ts";
import { sourceFolder } from "./source-folder.ts";

/** What a view needs of the rest of the extension. */
export interface ViewContext {
  readonly server: ServerLink;
  readonly extensionUri: Uri;
  log(message: string): void;
}

/** One webview that draws a trace, and the conversation with it. Lives in the panel or in the editor of a trace file. */
export class TraceView implements Disposable {
  readonly #webview: Webview;
  readonly #context: ViewContext;
  readonly #moves = new EventEmitter<void>();
  readonly #reveals = new EventEmitter<SourceSpan>();
  readonly #ends: Disposable[];
  /** Another trace was opened, or the cursor moved. */
  readonly onMove = this.#moves.event;
  /** The user wants the focus at this place. */
  readonly onReveal = this.#reveals.event;
  #ref: TraceRef | undefined;
  #session: TraceSession | undefined;
  #folder: string | undefined;
  /** Why there is no trace: told again to a page that comes later. */
  #failure: string | undefined;
  /** A trace whose scenario has not run yet, as after a reload of the window: it is opened when that has ended. */
  #awaited: { readonly ref: TraceRef; readonly step: number | undefined } | undefined;
  /** Of the trace's scenario, as last told. */
  #phase: Phase | undefined;
  /** Nothing is sent before the page says that it listens; a page that is shown again says so again. */
  #isListening = false;
  isVisible = true;
  /** Where it stands: the source is opened elsewhere. */
  column: ViewColumn | undefined;

  constructor(webview: Webview, context: ViewContext) {
    this.#webview = webview;
    this.#context = context;
    const distFolder = Uri.joinPath(context.extensionUri, "dist", "panel");
    webview.options = { enableScripts: true, localResourceRoots: [distFolder] };
    this.#ends = [
      this.#moves,
      this.#reveals,
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      { dispose: context.server.store.onChange(() => this.#tellPhase()) },
      context.server.onState((state) => state === "running" && this.#ref && void this.#open(this.#ref, this.#session?.step)),
    ];
    webview.html = panelHtml({
      cspSource: webview.cspSource,
      script: webview.asWebviewUri(Uri.joinPath(distFolder, "panel.js")).toString(),
      style: webview.asWebviewUri(Uri.joinPath(distFolder, "panel-style.css")).toString(),
      nonce: randomBytes(16).toString("base64url"),
    });
  }

  get ref(): TraceRef | undefined {
    return this.#ref;
  }

  get session(): TraceSession | undefined {
    return this.#session;
  }

  /** Address of a file that the trace names. */
  get folder(): string | undefined {
    return this.#folder;
  }

  /** Opens a trace: at once when the page listens, else as soon as it does. */
  async show(ref: TraceRef, step?: number): Promise<void> {
    this.#ref = ref;
    this.#session = undefined;
    this.#failure = undefined;
    this.#awaited = undefined;
    await this.#open(ref, step);
  }

  move(to: Move): void {
    if (this.#isListening && this.isVisible) this.#post({ kind: "move", to });
    else if (this.#session) this.#arrive(moved(to, this.#session.step, this.#session.opened));
  }

  select(step: number): void {
    this.#post({ kind: "select", step });
    this.#arrive(step);
  }

  /** @returns What the replay found, in words. */
  async replay(): Promise<string | undefined> {
    const ref = this.#ref;
    if (!ref) return undefined;
    try {
      const answer = await this.#context.server.request<ReplayTraceResult>(replayTrace, { trace: ref });
      const found = replayText(answer, this.#session?.opened.head.property);
      this.#post({ kind: "replayed", ...found });
      return found.text;
    } catch (cause) {
      this.#fail("The trace could not be replayed", cause);
      return undefined;
    }
  }

  dispose(): void {
    for (const end of this.#ends) end.dispose();
  }

  async #open(ref: TraceRef, step: number | undefined): Promise<void> {
    try {
      const opened = await this.#context.server.request<OpenTraceResult>(openTrace, { trace: ref });
      const folder = await sourceFolder(opened);
      if (this.#ref !== ref) return; // another trace was asked for meanwhile
      this.#awaited = undefined;
      this.#folder = folder;
      this.#failure = undefined;
      this.#session = new TraceSession(opened, (key, from, to) => this.#fetch(key, from, to), step);
      this.#postShow();
      this.#moves.fire();
    } catch (cause) {
      if (this.#ref !== ref) return;
      if (this.#willRun()) {
        this.#awaited = { ref, step };
        this.#tellPhase();
      } else this.#failure = this.#fail("The trace could not be opened", cause);
    }
  }

  /** A run has ended: shows its trace at the same step; a trace that it no longer has stays, as obsolete. */
  async #renew(status: ScenarioStatus): Promise<void> {
    const session = this.#session;
    const ref = this.#ref;
    if (!session || !ref) return;
    try {
      const opened = await this.#context.server.request<OpenTraceResult>(openTrace, { trace: ref });
      if (this.#session !== session) return;
      const step = opened.key === session.opened.key ? session.step : undefined;
      this.#session = new TraceSession(opened, (key, from, to) => this.#fetch(key, from, to), step);
      this.#postShow();
      this.#moves.fire();
    } catch {
      this.#post({ kind: "phase", phase: "obsolete", status: { ...status, phase: "obsolete" } });
    }
  }

  /** Is a result of the trace's scenario still to come? */
  #willRun(): boolean {
    const scenario = this.#scenario();
    const phase = scenario && this.#context.server.store.find(scenario)?.phase;
    return scenario !== undefined && (phase === undefined || phase === "idle" || phase === "queued" || phase === "running");
  }

  #fetch(key: string, from: number, to: number): Promise<TraceWindow> {
    return this.#context.server.request<TraceWindow>(traceWindow, { key, from, to });
  }

  #receive(message: unknown): void {
    if (!isFromPanel(message)) {
      this.#context.log(`The trace panel sent a message that is not understood: ${JSON.stringify(message)?.slice(0, 200)}`);
      return;
    }
    switch (message.kind) {
      case "ready":
        return this.#welcome(message);
      case "want-window":
        return void this.#sendWindow(message.key, message.from, message.to);
      case "selected":
        return this.#arrive(message.step);
      case "reveal":
        return this.#reveals.fire(message.at);
      case "replay":
        return void this.replay();
      case "run":
        return this.#run(message);
      case "stop":
        return this.#execute("faultline.stop", this.#scenario());
      case "export":
        return this.#execute("faultline.export", this.#ref);
      case "create-test":
        return this.#execute("faultline.createRegressionTest", this.#ref);
      case "explain":
        return this.#execute("faultline.explain", message.code);
      case "copy":
        return void env.clipboard.writeText(message.text);
      case "show-output":
        return this.#execute("faultline.showOutput");
    }
  }

  /** The page is there, for the first time or again: what we have is newer than what it kept. */
  #welcome({ state }: Extract<FromPanel, { readonly kind: "ready" }>): void {
    this.#isListening = true;
    if (this.#session) return this.#postShow();
    if (this.#failure) return this.#post({ kind: "failed", message: this.#failure });
    if (this.#awaited) return this.#tellPhase();
    if (this.#ref) return; // it is being opened
    if (state) void this.show(state.ref, state.step);
    else this.#post({ kind: "empty", scenarios: this.#context.server.store.all() });
  }

  async #sendWindow(key: string, from: number, to: number): Promise<void> {
    try {
      this.#post({ kind: "window", key, window: await this.#fetch(key, from, to) });
    } catch (cause) {
      if (this.#session?.opened.key === key) this.#fail("These steps could not be read", cause);
    }
  }

  #run({ status }: Extract<FromPanel, { readonly kind: "run" }>): void {
    const scenario = status ?? this.#scenario();
    if (scenario) this.#execute("faultline.run", { uris: [scenario.uri], scenario: scenario.scenario });
  }

  #arrive(step: number): void {
    if (!this.#session || this.#session.step === step) return;
    this.#session.moveTo(step);
    this.#moves.fire();
  }

  #scenario() {
    return this.#ref && this.#ref.kind !== "file" ? { uri: this.#ref.uri, scenario: this.#ref.scenario } : undefined;
  }

  #tellPhase(): void {
    const scenario = this.#scenario();
    const status = scenario && this.#context.server.store.find(scenario);
    const hasEnded = status?.phase === "done" && this.#phase !== undefined && this.#phase !== "done";
    this.#phase = status?.phase;
    if (hasEnded && this.#session && scenario) void this.#renew(status);
    if (this.#awaited && status && !this.#willRun()) {
      const { ref, step } = this.#awaited;
      this.#awaited = undefined;
      void this.#open(ref, step);
    } else if (this.#awaited) this.#post({ kind: "empty", scenarios: status ? [status] : [] });
    else if (status) this.#post({ kind: "phase", phase: status.phase, status });
    else if (!this.#ref) this.#post({ kind: "empty", scenarios: this.#context.server.store.all() });
  }

  #postShow(): void {
    if (!this.#session) return;
    this.#post({ kind: "show", opened: this.#session.opened, step: this.#session.step });
    this.#tellPhase();
  }

  #fail(what: string, cause: unknown): string {
    const message = `${what}: ${cause instanceof Error ? cause.message : String(cause)}`;
    this.#context.log(message);
    this.#post({ kind: "failed", message });
    return message;
  }

  #post(message: ToPanel): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview of the editor, not a window
    if (this.#isListening) void this.#webview.postMessage(message);
  }

  #execute(command: string, argument?: unknown): void {
    void commands.executeCommand(command, argument).then(undefined, (cause: unknown) => this.#context.log(`${command}: ${String(cause)}`));
  }
}
