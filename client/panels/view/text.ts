import { plainMessage, sourceLabel } from "../model/format.ts";
import { join, type TextLine, type TextLines } from "../pictures/text-lines.ts";
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
    const steps: TextLines = { count: panel.source.steps, line: (index) => this.#stepLine(index) };
    this.#lines = join(picture ? [steps, picture] : [steps]);
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

  #stepLine(index: number): TextLine {
    const { source } = this.#panel;
    const step = source.step(index);
    const number = String(index + 1).padStart(String(source.steps).length);
    if (!step) return { text: number, step: index };
    const lane = this.#laneTitle(step.lane);
    const to = step.to === undefined ? "" : ` → ${this.#laneTitle(step.to)}`;
    const undone = step.revertedBy === undefined ? "" : `   taken back by step ${step.revertedBy + 1}`;
    const at = step.at ? `   ${sourceLabel(step.at, "")}` : "";
    return {
      text: `${number}  ${(lane + to).padEnd(this.#laneWidth)}  ${at ? plainMessage(step.message).padEnd(60) : plainMessage(step.message)}${at}${undone}${step.harm ? "   ← harm" : ""}`,
      step: index,
      isBad: step.harm === true,
    };
  }

  #laneTitle(id: string): string {
    this.#titles ??= new Map(this.#panel.source.opened.head.lanes.map((lane) => [lane.id, lane.title]));
    return this.#titles.get(id) ?? id;
  }
  #titles: ReadonlyMap<string, string> | undefined;

  get #laneWidth(): number {
    const longest = Math.max(0, ...this.#panel.source.opened.head.lanes.slice(0, 50).map(({ title }) => title.length));
    return Math.min(32, longest * 2 + 3);
  }
}
