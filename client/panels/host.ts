import type { FromPanel, PanelState, ToPanel } from "../../protocol/panel.ts";

/** The other side of the panel: an editor, or a test. */
export interface PanelHost {
  send(message: FromPanel): void;
  listen(onMessage: (message: ToPanel) => void): void;
  /** What was kept when the window was last closed or reloaded. */
  keptState(): PanelState | undefined;
  keepState(state: PanelState): void;
}

/** The editor around a webview: the only place that knows its API. */
export function editorHost(): PanelHost {
  const editor = acquireVsCodeApi();
  return {
    send: (message) => editor.postMessage(message),
    listen: (onMessage) => {
      addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (isToPanel(data)) onMessage(data);
      });
    },
    keptState: () => {
      const state = editor.getState();
      return isPanelState(state) ? state : undefined;
    },
    keepState: (state) => editor.setState(state),
  };
}

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): EditorApi;

const kinds: readonly ToPanel["kind"][] = ["show", "window", "select", "move", "phase", "replayed", "empty", "failed"];

/** Other scripts of the window post messages as well. */
function isToPanel(data: unknown): data is ToPanel {
  return isRecord(data) && kinds.some((kind) => kind === data["kind"]);
}

function isPanelState(state: unknown): state is PanelState {
  return isRecord(state) && state["version"] === 1 && typeof state["step"] === "number" && Array.isArray(state["folded"]) && Array.isArray(state["unfoldedPods"]);
}

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === "object" && value !== null;
