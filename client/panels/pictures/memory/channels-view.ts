import type { MemoryPicture } from "../../../../protocol/picture.ts";
import { h } from "../../view/dom.ts";
import type { Moment, Panel, SectionView } from "../../view/moment.ts";
import { Section } from "../../view/section.ts";
import { entriesOf, type Entry } from "./rows.ts";

/** Queue pairs and keys at the cursor. */
export class ChannelsView implements SectionView {
  readonly element: HTMLElement;
  readonly #section: Section;
  readonly #picture: MemoryPicture;
  #moment: Moment | undefined;

  constructor(picture: MemoryPicture, panel: Panel) {
    this.#picture = picture;
    this.#section = new Section("channels", "Channels and keys", panel.isFolded("channels"), (isFolded) => {
      panel.setFolded("channels", isFolded);
      this.refresh();
    });
    this.element = this.#section.element;
  }

  get focusTarget(): HTMLElement {
    return this.#section.focusTarget;
  }

  show(moment: Moment): void {
    this.#moment = moment;
    this.refresh();
  }

  refresh(): void {
    const states = this.#moment?.states;
    if (this.#section.isFolded || !states) return;
    const pairs = entriesOf(states.before, states.after, "queue pairs");
    const keys = entriesOf(states.before, states.after, "keys");
    this.#section.setAside(h("span", { class: "opt", text: `after step ${(this.#moment?.step ?? 0) + 1}` }));
    const { node, systemEvents } = this.#picture;
    const idle = systemEvents === 0 ? "idle: 0 events since the open" : `${systemEvents} events since the open`;
    this.#section.body.replaceChildren(
      h(
        "div",
        { class: "channels" },
        listOf("Queue pairs", pairs, "none yet"),
        listOf("Keys", keys, "none yet"),
        h("p", { class: "m", text: `Operating system of ${node}: ${idle}` }),
      ),
    );
  }
}

function listOf(title: string, entries: readonly Entry[], otherwise: string): HTMLElement {
  const rows = entries.flatMap(({ name, value, isChanged, isBroken }) => [
    h("dt", { class: "m", text: name }),
    h("dd", { class: isBroken ? "no" : isChanged ? "new" : "", text: value }),
  ]);
  return h(
    "div",
    {},
    h("div", { class: "card-title", text: title }),
    rows.length > 0 ? h("dl", {}, ...rows) : h("p", { class: "opt", text: otherwise }),
  );
}
