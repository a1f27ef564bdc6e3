import { TextTwin } from "../model/text-twin.ts";
import { fixed, join, type TextLines } from "../pictures/text-lines.ts";
import { h } from "./dom.ts";
import { ListView } from "./list.ts";
import type { Moment, Panel, SectionView } from "./moment.ts";
import { Section } from "./section.ts";

/** Everything that the panel draws, as lines of text. */
export class TextView implements SectionView {
  readonly element: HTMLElement;
  readonly #panel: Panel;
  readonly #section: Section;
  readonly #list: ListView;
  readonly #lines: TextLines;
  #moment: Moment = { step: 0, loaded: undefined, states: undefined };

  /** @param picture The picture as text, when there is one. */
  constructor(panel: Panel, picture: TextLines | undefined) {
    this.#panel = panel;
    this.#section = new Section("text", "Text", panel.isFolded("text"), (isFolded) => {
      panel.setFolded("text", isFolded);
      this.refresh();
    });
    this.#section.setAside(h("kbd", { class: "opt", text: "T", attributes: { "aria-hidden": "true" } }));
    const { source } = panel;
    const twin = new TextTwin(source.opened.head, source.steps);
    const steps: TextLines = { count: source.steps, line: (index) => twin.stepLine(index, source.step(index)) };
    this.#lines = join([steps, fixed(twin.otherLines()), ...(picture ? [picture] : [])]);
    this.#list = new ListView({
      id: "text-line",
      label: "Steps and picture as text",
      role: "listbox",
      class: "txt",
      rowHeight: () => 18,
      mostRows: () => 16,
      fill: (row, index) => this.#fill(row, index),
      onMove: (index) => this.#select(index),
      onWindow: (first, last) => panel.source.want({ from: first, to: last }),
    });
    this.element = this.#section.element;
    this.#section.body.append(this.#list.element);
  }

  get focusTarget(): HTMLElement {
    return this.#section.isFolded ? this.#section.focusTarget : this.#list.element;
  }

  toggle(): void {
    this.#section.toggle();
    if (!this.#section.isFolded) this.#list.element.scrollIntoView({ block: "nearest" });
  }

  show(moment: Moment): void {
    const isElsewhere = this.#moment.step !== moment.step;
    this.#moment = moment;
    if (this.#section.isFolded) return;
    const cursor = this.#list.cursor;
    const isOnPicture = cursor !== undefined && cursor >= this.#panel.source.steps;
    if (isElsewhere && !isOnPicture) this.#list.setCursor(moment.step);
    this.#list.eachRow((row, index) => row.classList.toggle("now", this.#lines.line(index).step === moment.step));
  }

  arrived(from: number, to: number): void {
    if (!this.#section.isFolded) this.#list.redraw(from, to);
  }

  refresh(): void {
    if (this.#section.isFolded) return;
    this.#list.reset(this.#lines.count);
    if (this.#panel.source.steps > 0 && this.#list.cursor === undefined) this.#list.setCursor(this.#moment.step);
  }

  #select(index: number): void {
    const { step } = this.#lines.line(index);
    if (step !== undefined && step !== this.#moment.step) this.#panel.select(step);
  }

  #fill(row: HTMLElement, index: number): void {
    const line = this.#lines.line(index);
    row.classList.toggle("bad", line.isBad === true);
    row.classList.toggle("title", line.isTitle === true);
    row.classList.toggle("now", line.step === this.#moment.step);
    row.textContent = line.text;
    row.title = line.text;
  }
}
