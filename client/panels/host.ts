import { isPanelState, isToPanel } from "../../protocol/panel-guards.ts";
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
    // The editor's own function, not the one of a window: it has no target.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    send: (message) => editor.postMessage(message),
    listen: (onMessage) => {
      // Other scripts of the window post messages as well.
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
