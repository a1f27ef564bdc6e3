import type { Upcall } from "../../../protocol/trace.ts";
import { changeWords, inSectionWords, nestedWords, stepSpan } from "../../../protocol/trace-words.ts";
import { fileName, formatValue } from "../model/format.ts";
import { decisionOf, upcallAt, type UpcallAt } from "../model/upcalls.ts";
import { button, h } from "./dom.ts";
import { messageNodes } from "./message.ts";
import type { Moment, Panel, SectionView } from "./moment.ts";
import { Section } from "./section.ts";

/** The start of a handler nearest to the current step: what it got, what it did, what it answered. */
export class UpcallView implements SectionView {
  readonly element: HTMLElement;
  readonly #panel: Panel;
  readonly #upcalls: readonly Upcall[];
  readonly #section: Section;
  #moment: Moment = { step: 0, loaded: undefined, states: undefined };
  readonly #where = h("span", { class: "opt" });
  readonly #page = h("span", { class: "num" });
  readonly #previous = button("‹", () => this.#turn(-1), { class: "btn small", attributes: { "aria-label": "Previous upcall" } });
  readonly #next = button("›", () => this.#turn(1), { class: "btn small", attributes: { "aria-label": "Next upcall" } });
  #shown: number | undefined;

  constructor(panel: Panel, upcalls: readonly Upcall[]) {
    this.#panel = panel;
    this.#upcalls = upcalls;
    this.#section = new Section("upcall", "Upcall", panel.isFolded("upcall"), (isFolded) => {
      panel.setFolded("upcall", isFolded);
      this.refresh();
    });
    this.#section.setAside(this.#where, ...(upcalls.length > 1 ? [this.#page, this.#previous, this.#next] : []));
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
    const found = upcallAt(this.#upcalls, this.#moment.step);
    if (!found || this.#section.isFolded) return;
    this.#where.textContent = this.#whereFrom(found);
    if (this.#shown === found.index) return; // the card stays, and what has the focus in it
    this.#shown = found.index;
    this.#page.textContent = `${found.index + 1} of ${this.#upcalls.length}`;
    this.#previous.setAttribute("aria-disabled", String(found.index === 0));
    this.#next.setAttribute("aria-disabled", String(found.index === this.#upcalls.length - 1));
    this.#section.body.replaceChildren(h("div", { class: "body" }, this.#card(found.upcall)));
  }

  #whereFrom({ when }: UpcallAt): string {
    const step = this.#moment.step + 1;
    switch (when) {
      case "now":
        return `runs at step ${step}`;
      case "before":
        return `nearest before step ${step}`;
      case "after":
        return `the first, after step ${step}`;
    }
  }

  /** To the start of the handler before or after the one that is shown. */
  #turn(by: 1 | -1): void {
    const target = this.#upcalls[(this.#shown ?? 0) + by];
    if (target) this.#panel.select(target.from);
  }

  #card(upcall: Upcall): HTMLElement {
    const { handler, lane, from, to, thread, event, cpu, did, answered } = upcall;
    const title = this.#panel.source.opened.head.lanes.find(({ id }) => id === lane)?.title ?? lane;
    const nested = nestedWords(upcall);
    return h(
      "div",
      { class: "card" },
      h(
        "p",
        { class: "card-title" },
        h("b", { text: handler }),
        h("button", {
          class: "m plain",
          text: `on ${title}, ${stepSpan(from, to)}`,
          title: "To the first of these steps",
          attributes: { type: "button" },
          onClick: () => this.#panel.select(from),
        }),
      ),
      h(
        "dl",
        {},
        ...item("1", "thread", h("span", { text: thread })),
        ...item(
          "2",
          "event",
          h("span", {}, h("span", { class: "pill event", text: event.kind }), h("span", { class: "m", text: ` ${eventWords(upcall)}` })),
        ),
        ...item("3", "CPU state", ...this.#cpuState(cpu)),
        ...item("4", "in section", h("span", { text: inSectionWords(upcall) })),
        ...(nested === undefined ? [] : item("", "nested", h("span", { text: nested }))),
      ),
      h(
        "dl",
        { class: "answer" },
        ...item(
          "",
          "did",
          ...(did.length > 0 ? did.map((text) => h("span", {}, ...messageNodes(text))) : [h("span", { class: "m", text: "nothing" })]),
        ),
        ...item("", "answered", answerNode(answered)),
      ),
    );
  }

  #cpuState({ at, locals, pending }: Upcall["cpu"]): readonly HTMLElement[] {
    const place =
      at &&
      h(
        "span",
        {},
        "at ",
        h("button", {
          class: "link",
          text: `${fileName(at.path)}:${at.range.start.line + 1}`,
          title: `${at.path}:${at.range.start.line + 1}`,
          attributes: { type: "button" },
          onClick: () => this.#panel.reveal(at),
        }),
      );
    return [
      ...(place ? [place] : []),
      ...locals.map(({ name, value }) => h("span", { class: "val", text: `${name} = ${formatValue(value)}` })),
      ...(pending.length === 0 ? [h("span", { class: "m", text: "no pending writes" })] : []),
      ...pending.map(({ location, before, after }) =>
        h("span", {}, "pending ", h("s", { class: "val m", text: `${location} ${changeWords(before, after)}` })),
      ),
    ];
  }
}

function eventWords({ event }: Upcall): string {
  return [event.after, `event ${event.sequence}`].filter((text) => text !== undefined).join(" · ");
}

function answerNode(answered: string | undefined): HTMLElement {
  if (answered === undefined) return h("span", { class: "m", text: "never: it was interrupted itself, or the run ends before" });
  const [decision, about] = decisionOf(answered);
  return h("span", {}, h("b", { text: `“${decision}”` }), h("span", { class: "m", text: about === "" ? "" : ` ${about}` }));
}

function item(number: string, name: string, ...values: readonly HTMLElement[]): readonly HTMLElement[] {
  const badge = number === "" ? [] : [h("span", { class: "badge", text: number })];
  return [h("dt", {}, ...badge, h("span", { class: "m", text: name })), h("dd", {}, ...values)];
}
