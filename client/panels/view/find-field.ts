import { findStep, stepContains } from "../model/scan.ts";
import { button, h, setHidden } from "./dom.ts";
import type { Panel } from "./moment.ts";

/** Words to look for in the steps, one hit after the other. */
export class FindField {
  readonly element: HTMLElement;
  readonly #panel: Panel;
  readonly #input: HTMLInputElement;
  readonly #result: HTMLElement;
  readonly #current: () => number;
  readonly #leave: () => void;
  #search = new AbortController();

  constructor(panel: Panel, current: () => number, leave: () => void) {
    this.#panel = panel;
    this.#current = current;
    this.#leave = leave;
    this.#input = h("input", { attributes: { type: "text", placeholder: "Find in steps", "aria-label": "Find in steps" } });
    this.#result = h("span", { class: "m", attributes: { role: "status" } });
    this.element = h(
      "div",
      { class: "find" },
      this.#input,
      button("Previous", () => void this.#go(-1)),
      button("Next", () => void this.#go(1)),
      this.#result,
    );
    this.element.hidden = true;
    this.#input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") void this.#go(event.shiftKey ? -1 : 1);
      if (event.key === "Escape") this.close();
    });
  }

  open(): void {
    setHidden(this.element, false);
    this.#input.focus();
    this.#input.select();
  }

  close(): void {
    this.#search.abort();
    setHidden(this.element, true);
    this.#leave();
  }

  async #go(direction: 1 | -1): Promise<void> {
    const words = this.#input.value.trim();
    if (words === "") return;
    this.#search.abort();
    this.#search = new AbortController();
    const { signal } = this.#search;
    const { source } = this.#panel;
    const titles = new Map(source.opened.head.lanes.map(({ id, title }) => [id, title]));
    this.#result.textContent = "searching…";
    const matches = stepContains(words, (lane) => titles.get(lane) ?? lane);
    const found = await findStep({
      from: this.#current(),
      direction,
      steps: source.steps,
      wraps: true,
      load: (index) => source.load(index),
      matches,
      signal,
    });
    if (signal.aborted) return;
    this.#result.textContent = found === undefined ? "not found" : `step ${found + 1}`;
    if (found !== undefined) this.#panel.select(found);
  }
}
