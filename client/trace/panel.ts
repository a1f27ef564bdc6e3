import { commands, type Disposable, type ExtensionContext, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { isPanelState } from "../../protocol/panel-guards.ts";
import type { TraceRef } from "../../protocol/requests.ts";
import type { SourceFollower } from "./follow.ts";
import { TraceView, type ViewContext } from "./view.ts";

export const panelType = "faultline.trace";
export const traceFileType = "faultline.traceFile";

/** The trace panel, which is used again for each trace, and the editors of trace files. One of them is current. */
export class TraceViews implements Disposable {
  readonly #context: ViewContext;
  readonly #follower: SourceFollower;
  #panel: { readonly panel: WebviewPanel; readonly view: TraceView } | undefined;
  #current: TraceView | undefined;

  constructor(context: ViewContext, follower: SourceFollower) {
    this.#context = context;
    this.#follower = follower;
  }

  /** What Next Step and its like move. */
  get current(): TraceView | undefined {
    return this.#current;
  }

  async show(ref: TraceRef, step?: number): Promise<TraceView> {
    const { panel, view } = this.#panel ?? this.#adopt(newPanel());
    panel.reveal(panel.viewColumn, false);
    await view.show(ref, step);
    return view;
  }

  /** Makes panels come back after the window was reloaded, and trace files open. */
  register(extension: ExtensionContext): void {
    extension.subscriptions.push(
      this,
      window.registerWebviewPanelSerializer(panelType, {
        deserializeWebviewPanel: async (panel, state: unknown) => {
          const { view } = this.#adopt(panel);
          if (isPanelState(state)) await view.show(state.ref, state.step);
        },
      }),
      window.registerCustomEditorProvider(traceFileType, {
        openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
        resolveCustomEditor: async ({ uri }, panel) => {
          await this.#attend(panel).show({ kind: "file", uri: uri.toString() });
        },
      }),
    );
  }

  dispose(): void {
    this.#panel?.panel.dispose();
  }

  #adopt(panel: WebviewPanel): { readonly panel: WebviewPanel; readonly view: TraceView } {
    this.#panel?.panel.dispose();
    panel.iconPath = Uri.joinPath(this.#context.extensionUri, "media", "icon.svg");
    const adopted = { panel, view: this.#attend(panel) };
    this.#panel = adopted;
    panel.onDidDispose(() => {
      if (this.#panel === adopted) this.#panel = undefined;
    });
    return adopted;
  }

  #attend(panel: WebviewPanel): TraceView {
    const view = new TraceView(panel.webview, this.#context);
    view.onMove(() => this.#moved(view, panel));
    view.onReveal((at) => void this.#follower.goTo(at));
    view.column = panel.viewColumn;
    panel.onDidChangeViewState(() => {
      view.isVisible = panel.visible;
      view.column = panel.viewColumn;
      if (panel.active) this.#become(view);
    });
    panel.onDidDispose(() => {
      view.dispose();
      if (this.#current === view) this.#become(this.#panel?.view);
    });
    this.#become(view);
    return view;
  }

  #moved(view: TraceView, panel: WebviewPanel): void {
    const title = view.session?.opened.head.scenario;
    if (this.#panel?.panel === panel) panel.title = title ? `Trace: ${title}` : "Faultline Trace";
    if (this.#current === view) void this.#follower.follow(view);
  }

  #become(view: TraceView | undefined): void {
    if (this.#current === view) return;
    this.#current = view;
    void commands.executeCommand("setContext", "faultline.traceOpen", view !== undefined);
    void this.#follower.follow(view);
  }
}

function newPanel(): WebviewPanel {
  return window.createWebviewPanel(
    panelType,
    "Faultline Trace",
    { viewColumn: ViewColumn.Beside, preserveFocus: false },
    { enableFindWidget: false },
  );
}
