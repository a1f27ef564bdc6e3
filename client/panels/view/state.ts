import { type StateRow, stateRows, withExpected } from "../model/state-rows.ts";
import { h } from "./dom.ts";
import { ListView } from "./list.ts";
import type { Moment, Panel, SectionView } from "./moment.ts";
import { Section } from "./section.ts";

/** The state before and after the current step, as one tree. */
export class StateView implements SectionView {
  readonly element: HTMLElement;
  readonly #section: Section;
  readonly #list: ListView;
  readonly #header: HTMLElement;
  readonly #toggled = new Map<string, boolean>();
  #rows: readonly StateRow[] = [];
  #isNewStep = true;
  #moment: Moment = { step: 0, loaded: undefined, states: undefined };

  constructor(panel: Panel) {
    this.#section = new Section("state", "State", panel.isFolded("state"), (isFolded) => {
      panel.setFolded("state", isFolded);
      this.refresh();
    });
    this.#header = h("div", { class: "thead", attributes: { role: "row", "aria-rowindex": 1 } });
    this.#list = new ListView({
      id: "state-row",
      label: "State before and after the current step",
      role: "treegrid",
      class: "table state",
      header: this.#header,
      rowHeight: () => 22,
      mostRows: () => 18,
      fill: (row, index) => this.#fill(row, index),
      onMove: () => {},
      onFold: (index, open) => this.#fold(index, open),
    });
    this.element = this.#section.element;
    this.#section.body.append(this.#list.element);
  }

  get focusTarget(): HTMLElement {
    return this.#section.isFolded ? this.#section.focusTarget : this.#list.element;
  }

  show(moment: Moment): void {
    this.#isNewStep = true;
    this.#moment = moment;
    this.refresh();
  }

  refresh(): void {
    const { step, states, loaded } = this.#moment;
    this.#section.setAside(h("span", { class: "opt" }, h("i", { class: "dot" }), `changed by step ${step + 1}`));
    const cell = (text: string): HTMLElement => h("span", { text, attributes: { role: "columnheader" } });
    this.#header.replaceChildren(cell("name"), cell(step === 0 ? "at first" : `step ${step}`), cell(`step ${step + 1}`));
    if (this.#section.isFolded) return;
    const selected = this.#rows[this.#list.cursor ?? -1]?.id;
    this.#rows = states ? withExpected(stateRows(states.before, states.after, this.#toggled), loaded?.changes ?? []) : [];
    this.#list.reset(this.#rows.length);
    const again = this.#rows.findIndex(({ id }) => id === selected);
    if (again >= 0) this.#list.setCursor(again);
    if (this.#isNewStep) this.#list.bringOneIntoSight(this.#rows.flatMap(({ isChanged }, index) => (isChanged ? [index] : [])));
    this.#isNewStep = false;
  }

  #fill(row: HTMLElement, index: number): void {
    const found = this.#rows[index];
    if (!found) return;
    const { name, depth, before, after, fold, isChanged, expected } = found;
    row.setAttribute("aria-level", String(depth + 1));
    if (fold !== "none") row.setAttribute("aria-expanded", String(fold === "open"));
    row.classList.toggle("ch", isChanged);
    // With a value that would have been right, that one alone is wrong; else all that the step that harms has changed.
    row.classList.toggle("bd", expected !== undefined || (isChanged && this.#isHarm));
    const key = h(
      "span",
      { class: `k ${fold}`, attributes: { role: "gridcell" } },
      h("span", { class: "name", text: name }),
      isChanged ? h("i", { class: "dot", attributes: { role: "img", "aria-label": "changed" } }) : undefined,
    );
    key.style.paddingInlineStart = `${12 + depth * 16}px`;
    if (fold !== "none") key.addEventListener("click", (event) => this.#clickName(event, index, fold === "shut"));
    row.append(key, valueCell(before), valueCell(expected === undefined ? after : `${after}  not ${expected}`));
  }

  get #isHarm(): boolean {
    const step = this.#moment.loaded;
    return step?.harm === true && step.changes.every(({ expected }) => expected === undefined);
  }

  #clickName(event: MouseEvent, index: number, open: boolean): void {
    event.stopPropagation();
    this.#list.setCursor(index);
    this.#fold(index, open);
  }

  /** Left on what is folded or cannot fold goes to the row around it. */
  #fold(index: number, open: boolean): void {
    const row = this.#rows[index];
    if (!row) return;
    if (row.fold === (open ? "shut" : "open")) {
      this.#toggled.set(row.id, open);
      this.refresh();
      return;
    }
    if (open) return;
    for (let up = index - 1; up >= 0; up -= 1) {
      if ((this.#rows[up]?.depth ?? 0) < row.depth) {
        this.#list.setCursor(up);
        return;
      }
    }
  }
}

function valueCell(text: string): HTMLElement {
  return h("span", { class: "v", text, title: text, attributes: { role: "gridcell" } });
}
