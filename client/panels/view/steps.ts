import type { Step } from "../../../protocol/trace.ts";
import { plainMessage, sourceLabel } from "../model/format.ts";
import { type LaneLayout, layoutLanes, loopPart, markOf, undoneFrame } from "../model/lanes.ts";
import { findStep, stepContains } from "../model/scan.ts";
import { button, h, setHidden, svg } from "./dom.ts";
import { icon } from "./icons.ts";
import { bracketRoom, laneDrawing, legendMark } from "./lane-drawing.ts";
import { ListView } from "./list.ts";
import { messageNodes } from "./message.ts";
import type { Moment, Panel, SectionView } from "./moment.ts";
import { Section } from "./section.ts";

/** The run: a row for each step, with its place on the lanes. */
export class StepsView implements SectionView {
  readonly element: HTMLElement;
  readonly #panel: Panel;
  readonly #section: Section;
  readonly #list: ListView;
  readonly #laneTitles: HTMLElement;
  readonly #find: FindField;
  #layout: LaneLayout = { columns: [], width: 0, columnOf: new Map(), isShort: false };
  #moment: Moment = { step: 0, loaded: undefined, states: undefined };

  constructor(panel: Panel) {
    this.#panel = panel;
    const { head } = panel.source.opened;
    this.#section = new Section("steps", "Steps", panel.isFolded("steps"), (isFolded) => {
      panel.setFolded("steps", isFolded);
      this.refresh();
    });
    this.#section.setAside(...stepLegend(head.loop !== undefined, head.picture !== undefined));
    this.#laneTitles = h("div", { class: "lh", attributes: { "aria-hidden": "true" } });
    this.#list = new ListView({
      id: "step",
      label: "Steps",
      role: "listbox",
      class: "steps",
      rowHeight: () => (panel.isNarrow() ? 30 : 24),
      mostRows: () => (panel.isNarrow() ? 12 : panel.rowsInWindow(24, head.picture ? 620 : 420)),
      fill: (row, index) => this.#fill(row, index),
      onMove: (index) => panel.select(index),
      onOpen: (index) => this.#reveal(index),
      onWindow: (first, last) => panel.source.want({ from: first, to: last }),
    });
    this.#find = new FindField(
      panel,
      () => this.#moment.step,
      () => this.#list.element.focus(),
    );
    this.element = this.#section.element;
    this.#section.body.append(
      this.#find.element,
      this.#laneTitles,
      this.#list.element,
      ...(head.loop === undefined ? [] : [loopLine(head.loop, panel.source.steps)]),
    );
  }

  get focusTarget(): HTMLElement {
    return this.#section.isFolded ? this.#section.focusTarget : this.#list.element;
  }

  show(moment: Moment): void {
    this.#moment = moment;
    this.#list.setCursor(this.#panel.source.steps === 0 ? undefined : moment.step);
  }

  /** Steps have come to hand: rows that were drawn without them are drawn again. */
  arrived(from: number, to: number): void {
    this.#list.redraw(from, to);
  }

  openFind(): void {
    if (this.#section.isFolded) this.#section.toggle();
    this.#find.open();
  }

  refresh(): void {
    const { head } = this.#panel.source.opened;
    const width = this.#section.body.clientWidth || document.documentElement.clientWidth;
    this.#layout = layoutLanes(
      head.lanes,
      Math.max(60, width * (this.#panel.isNarrow() ? 0.34 : 0.44)),
      this.#panel.isNarrow() ? "narrow" : head.picture ? "half" : "wide",
    );
    this.#drawLaneTitles();
    this.#list.reset(this.#panel.source.steps);
    this.#list.setCursor(this.#panel.source.steps === 0 ? undefined : this.#moment.step);
  }

  get #left(): number {
    return this.#panel.source.opened.head.loop === undefined ? 0 : bracketRoom;
  }

  #drawLaneTitles(): void {
    const numbers = this.#panel.isNarrow() ? 30 : 38;
    this.#laneTitles.replaceChildren(
      ...this.#layout.columns.map(({ title, short, x }) => {
        const label = h("span", { text: this.#layout.isShort ? short : title, title });
        label.style.left = `${numbers + this.#left + x}px`;
        return label;
      }),
    );
  }

  #fill(row: HTMLElement, index: number): void {
    const { source } = this.#panel;
    const step = source.step(index);
    const lanes = laneDrawing(step, {
      layout: this.#layout,
      height: this.#panel.isNarrow() ? 30 : 24,
      left: this.#left,
      loop: loopPart(index, source.opened.head.loop, source.steps),
      undone: step && undoneFrame(step, source.step(index - 1), source.step(index + 1)),
    });
    if (step) row.classList.add(...toneClasses(step, index, source.opened.head.loop));
    row.append(h("span", { class: "n", text: String(index + 1) }), lanes, messageCell(step), this.#sourceCell(step));
    row.title = step
      ? plainMessage(step.message) + (step.revertedBy === undefined ? "" : ` (taken back by step ${step.revertedBy + 1})`)
      : "";
  }

  #sourceCell(step: Step | undefined): HTMLElement {
    const at = step?.at;
    if (!at) return h("span", { class: "s" });
    const reveal = (): void => this.#panel.reveal(at);
    return h("span", {
      class: "s",
      text: sourceLabel(at, this.#panel.source.opened.head.path),
      title: `${at.path}:${at.range.start.line + 1}`,
      onClick: reveal,
    });
  }

  #reveal(index: number): boolean {
    const at = this.#panel.source.step(index)?.at;
    if (at) this.#panel.reveal(at);
    return at !== undefined;
  }
}

function toneClasses(step: Step, index: number, loop: number | undefined): readonly string[] {
  const { tone } = markOf(step);
  return [...(tone === "plain" ? [] : [tone]), ...(loop !== undefined && index >= loop ? ["inloop"] : [])];
}

function messageCell(step: Step | undefined): HTMLElement {
  return step ? h("span", { class: "msg" }, ...messageNodes(step.message)) : h("span", { class: "msg wait" });
}

function loopLine(loop: number, steps: number): HTMLElement {
  const from = loop + 1;
  const words = loop === 0 ? "same state as at the start" : `same state as after step ${loop}`;
  const what = from === steps ? `step ${from} repeats for ever` : `steps ${from}–${steps} repeat for ever`;
  return h("p", { class: "again" }, icon("loop"), `${words}: ${what}`);
}

function stepLegend(hasLoop: boolean, hasPicture: boolean): readonly Node[] {
  if (hasPicture) return [];
  const entry = (mark: Node, text: string): HTMLElement => h("span", { class: "opt" }, mark, text);
  const loop = svg(
    "svg",
    { width: 12, height: 12, "aria-hidden": "true" },
    svg("path", { class: "bracket", d: "M9 10H5Q2 10 2 7V5Q2 2 5 2H9" }),
  );
  return [
    entry(legendMark("read", "plain"), "read"),
    entry(legendMark("write", "plain"), "write"),
    entry(legendMark("control", "plain"), "control"),
    entry(legendMark("event", "fault"), "event"),
    ...(hasLoop ? [entry(loop, "loop"), h("span", { class: "opt" }, h("kbd", { text: "L" }), "go round once")] : []),
  ];
}

/** Words to look for in the steps, one hit after the other. */
class FindField {
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
