import { button, h } from "./dom.ts";

/** The command line that gives the result again, and what the last replay said. */
export class FooterView {
  readonly element: HTMLElement;
  readonly focusTarget: HTMLElement;
  readonly #replayed: HTMLElement;

  constructor(reproduce: string, onCopy: () => void) {
    this.focusTarget = button("Copy", onCopy, { class: "btn small", title: "Copy the command line (C)" });
    this.#replayed = h("span", { class: "replayed", attributes: { role: "status" } });
    this.element = h("footer", {}, h("code", { text: reproduce }), this.focusTarget, h("span", { class: "sp" }), this.#replayed);
  }

  showReplay(text: string, isGood: boolean): void {
    this.#replayed.textContent = text;
    this.#replayed.className = `replayed ${isGood ? "good" : "bad"}`;
  }
}
