import type { PanelState, ToPanel } from "../../protocol/panel.ts";
import type { OpenTraceResult, ScenarioStatus } from "../../protocol/requests.ts";
import type { PanelHost } from "./host.ts";
import { commandOf, type Focus } from "./model/keys.ts";
import type { StatusAction } from "./model/status.ts";
import { TracePanel } from "./trace-panel.ts";
import { button, h } from "./view/dom.ts";
import { keyTargetOf } from "./view/focusables.ts";
import { icon } from "./view/icons.ts";
import { NoTraceView } from "./view/no-trace.ts";

/** The whole webview: shows a trace, or says why there is none. */
export class App {
  readonly #host: PanelHost;
  readonly #root: HTMLElement;
  readonly #live: HTMLElement;
  #trace: TracePanel | undefined;
  #empty: NoTraceView | undefined;
  #kept: PanelState | undefined;
  #isRestoring = true;

  constructor(host: PanelHost, root: HTMLElement) {
    this.#host = host;
    this.#root = root;
    this.#live = h("div", { class: "only-read", attributes: { "aria-live": "polite", role: "status" } });
    root.after(this.#live);
  }

  start(): void {
    this.#kept = this.#host.keptState();
    this.#host.listen((message) => this.#receive(message));
    addEventListener("keydown", (event) => this.#onKey(event));
    addEventListener("resize", () => this.#trace?.resized());
    this.#host.send({ kind: "ready", ...(this.#kept ? { state: this.#kept } : {}) });
  }

  #receive(message: ToPanel): void {
    switch (message.kind) {
      case "show":
        return this.#show(message.opened, message.step);
      case "window":
        if (message.key === this.#trace?.source.opened.key) this.#trace.take(message.window);
        return;
      case "select":
        return this.#trace?.select(message.step);
      case "move":
        return this.#trace?.move(message.to);
      case "phase":
        return this.#trace?.setPhase(message.phase, message.status);
      case "replayed":
        return this.#trace?.showReplay(message.text, message.isGood);
      case "empty":
        return this.#showEmpty(message.scenarios);
      case "failed":
        return this.#showFailed(message.message);
    }
  }

  #show(opened: OpenTraceResult, step: number | undefined): void {
    this.#leave();
    const kept = this.#kept && JSON.stringify(this.#kept.ref) === JSON.stringify(opened.about.ref) ? this.#kept : undefined;
    const beginning = {
      // Opening a trace anew puts the cursor on the step that harms; only a reload of the window goes back to where it was.
      step: step ?? (this.#isRestoring ? kept?.step : undefined) ?? opened.head.harm ?? 0,
      folded: kept?.folded ?? (opened.head.picture?.kind === "topology" ? ["state", "text"] : []),
      unfoldedPods: kept?.unfoldedPods ?? [],
    };
    const trace = new TracePanel(opened, beginning, {
      send: (message) => this.#host.send(message),
      keep: (state) => this.#keep(state),
      announce: (text) => this.#announce(text),
    });
    this.#isRestoring = false;
    this.#trace = trace;
    this.#root.replaceChildren(trace.element);
    trace.start();
    this.#keep({ version: 1, ref: opened.about.ref, ...beginning });
  }

  #showEmpty(scenarios: readonly ScenarioStatus[]): void {
    if (!this.#empty) {
      this.#leave();
      this.#empty = new NoTraceView((action, status) => this.#act(action, status));
      this.#root.replaceChildren(this.#empty.element);
    }
    this.#empty.show(scenarios);
  }

  #showFailed(message: string): void {
    this.#leave();
    const output = button("Show output", () => this.#host.send({ kind: "show-output" }));
    this.#root.replaceChildren(
      h(
        "main",
        { class: "states" },
        h(
          "div",
          { class: "card-state icon-failed", attributes: { role: "alert" } },
          h("h1", {}, icon("failed"), h("span", { text: "The trace could not be shown" })),
          h("p", { class: "mt", text: message }),
          h("div", { class: "ac" }, output),
        ),
      ),
    );
  }

  #leave(): void {
    this.#trace?.dispose();
    this.#trace = undefined;
    this.#empty = undefined;
  }

  #act(action: StatusAction, status: ScenarioStatus): void {
    switch (action.kind) {
      case "run":
      case "replay":
        return this.#host.send({ kind: "run", status });
      case "stop":
        return this.#host.send({ kind: "stop" });
      case "show-output":
        return this.#host.send({ kind: "show-output" });
      case "explain":
        return this.#host.send({ kind: "explain", code: action.code });
    }
  }

  #keep(state: PanelState): void {
    this.#kept = state;
    this.#host.keepState(state);
  }

  #announce(text: string): void {
    this.#live.textContent = text;
  }

  #onKey(event: KeyboardEvent): void {
    if (!this.#trace || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const command = commandOf(event, focusKind(event.target));
    if (!command) return;
    const target = keyTargetOf(document.activeElement);
    event.preventDefault();
    if (command.kind === "list" && target?.move) target.move(command.by);
    else if (command.kind === "fold" && target?.fold) target.fold(command.open);
    else if (command.kind === "zoom" && target?.zoom) target.zoom(command.by);
    else if (command.kind !== "reveal" || !target?.open?.()) this.#trace.run(command);
  }
}

function focusKind(target: EventTarget | null): Focus {
  if (!(target instanceof Element)) return "other";
  if (target.matches("input, textarea")) return "field";
  if (target.matches("button, a")) return "button";
  return target.closest("[role=treegrid]") ? "tree" : "other";
}
