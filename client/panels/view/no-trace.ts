import type { ScenarioStatus } from "../../../protocol/requests.ts";
import { count, fileName } from "../model/format.ts";
import { cardOf, type StatusAction } from "../model/status.ts";
import { h } from "./dom.ts";
import { icon } from "./icons.ts";
import { StatusView } from "./status.ts";

/** There is no trace: all scenarios, each with what is known of it and a way to run it. */
export class NoTraceView {
  readonly element = h("main", { class: "states" });
  readonly #act: (action: StatusAction, status: ScenarioStatus) => void;
  #views: ReadonlyMap<string, StatusView> = new Map();

  constructor(act: (action: StatusAction, status: ScenarioStatus) => void) {
    this.#act = act;
  }

  /** Draws anew only when more than figures have changed; the action with the focus keeps it. */
  show(scenarios: readonly ScenarioStatus[]): void {
    if (this.#update(scenarios)) return;
    const focused = this.#focusedAction();
    this.#views = new Map(
      scenarios.map((status) => [keyOf(status), new StatusView(cardOf(status), (action) => this.#act(action, status))]),
    );
    const files = [...new Set(scenarios.map(({ uri }) => uri))];
    this.element.replaceChildren(
      h("h1", {}, icon("none"), h("span", { text: "No trace yet" })),
      h("p", {
        class: "m",
        text: scenarios.length === 0 ? "No scenario was found. Open a file that Faultline can check." : count(scenarios.length, "scenario"),
      }),
      ...files.flatMap((uri) => [
        ...(files.length > 1 ? [h("h2", { class: "file", text: readableName(uri), title: uri })] : []),
        ...scenarios.flatMap((status) => (status.uri === uri ? [this.#views.get(keyOf(status))?.element ?? ""] : [])),
      ]),
    );
    if (focused) this.#views.get(focused.key)?.focusAction(focused.title);
  }

  #update(scenarios: readonly ScenarioStatus[]): boolean {
    const keys = [...this.#views.keys()];
    if (keys.length === 0 || scenarios.map(keyOf).join("\n") !== keys.join("\n")) return false;
    return scenarios.every((status) => this.#views.get(keyOf(status))?.update(cardOf(status)));
  }

  #focusedAction(): { readonly key: string; readonly title: string } | undefined {
    const focused = document.activeElement;
    const found = [...this.#views].find(([, { element }]) => element.contains(focused));
    return found && focused ? { key: found[0], title: focused.textContent ?? "" } : undefined;
  }
}

const keyOf = ({ uri, scenario }: ScenarioStatus): string => `${uri}#${scenario}`;

function readableName(uri: string): string {
  try {
    return fileName(decodeURIComponent(uri));
  } catch {
    return fileName(uri);
  }
}
