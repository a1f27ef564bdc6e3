import type { StatusAction, StatusCard } from "../model/status.ts";
import { verdictWords } from "../model/status.ts";
import { button, h } from "./dom.ts";
import { icon } from "./icons.ts";

/** Where a scenario stands: icon, title, facts, progress, actions. */
export function statusView(card: StatusCard, act: (action: StatusAction) => void): HTMLElement {
  const facts = card.facts.join(" · ");
  const verdict = card.verdict ? h("b", { text: verdictWords[card.verdict] }) : undefined;
  return h(
    "article",
    { class: `card-state icon-${card.icon}`, attributes: { "aria-busy": card.isRunning } },
    h("h2", {}, icon(card.icon), h("span", { text: card.title })),
    facts || verdict ? h("p", { class: "mt" }, verdict, verdict && facts ? " · " : "", facts) : undefined,
    card.isRunning ? progressBar(card.share) : undefined,
    card.actions.length > 0 || card.note
      ? h(
          "div",
          { class: "ac" },
          ...card.actions.map(({ title, action, isPrimary }) => button(title, () => act(action), { class: isPrimary ? "btn p" : "btn" })),
          card.note ? h("span", { class: "m", text: card.note }) : undefined,
        )
      : undefined,
  );
}

/** Two pixels high. Without a real limit it only moves. */
function progressBar(share: number | undefined): HTMLElement {
  const done = h("i");
  if (share !== undefined) done.style.width = `${share * 100}%`;
  const value = share === undefined ? {} : { "aria-valuenow": Math.round(share * 100), "aria-valuemin": 0, "aria-valuemax": 100 };
  return h(
    "div",
    { class: share === undefined ? "pg open" : "pg", attributes: { role: "progressbar", "aria-label": "Progress", ...value } },
    done,
  );
}
