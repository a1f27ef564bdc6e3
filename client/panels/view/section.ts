import { h } from "./dom.ts";

/** A part of the panel with a heading that folds it. */
export class Section {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  readonly #toggle: HTMLButtonElement;
  readonly #aside: HTMLElement;
  readonly #onToggle: (isFolded: boolean) => void;

  /** @param onToggle The user has folded or unfolded it. */
  constructor(id: string, title: string, isFolded: boolean, onToggle: (isFolded: boolean) => void) {
    this.#onToggle = onToggle;
    this.body = h("div", { class: "sb", attributes: { id: `section-${id}` } });
    this.#toggle = h("button", {
      class: "st",
      text: title,
      attributes: { type: "button", "aria-controls": `section-${id}` },
      onClick: () => this.toggle(),
    });
    this.#aside = h("div", { class: "r" });
    this.element = h(
      "section",
      { class: `sec sec-${id}`, attributes: { "aria-label": title } },
      h("div", { class: "sh" }, h("h2", {}, this.#toggle), this.#aside),
      this.body,
    );
    this.#fold(isFolded);
  }

  get isFolded(): boolean {
    return this.body.hidden === true;
  }

  get focusTarget(): HTMLElement {
    return this.#toggle;
  }

  set title(title: string) {
    if (this.#toggle.textContent === title) return;
    this.#toggle.textContent = title;
    this.element.setAttribute("aria-label", title);
  }

  /** What stands at the right of the heading: legend, keys, buttons. */
  setAside(...nodes: readonly (Node | string)[]): void {
    this.#aside.replaceChildren(...nodes);
  }

  toggle(): void {
    this.#fold(!this.isFolded);
    this.#onToggle(this.isFolded);
  }

  #fold(isFolded: boolean): void {
    this.body.hidden = isFolded;
    this.#toggle.setAttribute("aria-expanded", String(!isFolded));
  }
}
