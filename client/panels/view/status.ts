import type { StatusAction, StatusCard } from "../model/status.ts";
import { sameShape, verdictWords } from "../model/status.ts";
import { button, h } from "./dom.ts";
import { icon } from "./icons.ts";

/** Where a scenario stands: icon, title, facts, progress, actions. */
export class StatusView {
  readonly element: HTMLElement;
  readonly #facts: Text;
  readonly #progress: HTMLElement | undefined;
  readonly #actions: readonly HTMLButtonElement[];
  #card: StatusCard;

  constructor(card: StatusCard, act: (action: StatusAction) => void) {
    this.#card = card;
    this.#facts = document.createTextNode(factsOf(card));
    this.#progress = card.isRunning ? progressBar(card.share) : undefined;
    this.#actions = card.actions.map(({ title, action, isPrimary }) =>
      button(title, () => act(action), { class: isPrimary ? "btn p" : "btn" }),
    );
    const verdict = card.verdict ? h("b", { text: verdictWords[card.verdict] }) : undefined;
    const note = card.note ? h("span", { class: "m", text: card.note }) : undefined;
    this.element = h(
      "article",
      { class: `card-state icon-${card.icon}`, attributes: { "aria-busy": card.isRunning } },
      h("h2", {}, icon(card.icon), h("span", { text: card.title })),
      h("p", { class: "mt" }, verdict, this.#facts),
      this.#progress,
      this.#actions.length > 0 || note ? h("div", { class: "ac" }, ...this.#actions, note) : undefined,
    );
  }

  /** Shows new figures in place, so that focus and movement stay. False: the card has another shape and needs a new view. */
  update(card: StatusCard): boolean {
    if (!sameShape(this.#card, card)) return false;
    this.#card = card;
    this.#facts.data = factsOf(card);
    if (this.#progress && card.share !== undefined) setShare(this.#progress, card.share);
    return true;
  }

  /** Gives the focus to the action of this title, if there is one. */
  focusAction(title: string): void {
    this.#actions.find(({ textContent }) => textContent === title)?.focus();
  }
}

const factsOf = ({ verdict, facts }: StatusCard): string => (verdict && facts.length > 0 ? " · " : "") + facts.join(" · ");

/** Two pixels high. Without a real limit it only moves. */
function progressBar(share: number | undefined): HTMLElement {
  const bar = h(
    "div",
    { class: share === undefined ? "pg open" : "pg", attributes: { role: "progressbar", "aria-label": "Progress" } },
    h("i"),
  );
  if (share !== undefined) setShare(bar, share);
  return bar;
}

function setShare(bar: HTMLElement, share: number): void {
  const percent = Math.round(share * 100);
  for (const [name, value] of [
    ["now", percent],
    ["min", 0],
    ["max", 100],
  ] as const)
    bar.setAttribute(`aria-value${name}`, String(value));
  const done = bar.firstElementChild;
  if (done instanceof HTMLElement) done.style.width = `${share * 100}%`;
}
