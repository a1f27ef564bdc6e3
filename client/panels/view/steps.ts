import type { TraceHead } from "../../../protocol/requests.ts";
import type { Step } from "../../../protocol/trace.ts";
import { plainMessage, sourceLabel } from "../model/format.ts";
import { isTakenBack } from "../model/lane-words.ts";
import { type LaneLayout, layoutLanes, loopPart, markOf, undoneFrame } from "../model/lanes.ts";
import { LanePicture } from "../model/row-picture.ts";
import { h } from "./dom.ts";
import { FindField } from "./find-field.ts";
import { icon } from "./icons.ts";
import { bracketRoom, laneDrawing } from "./lane-drawing.ts";
import { ListView } from "./list.ts";
import { messageNodes } from "./message.ts";
import type { Moment, Panel, SectionView } from "./moment.ts";
import { Section } from "./section.ts";
import { stepLegend } from "./step-legend.ts";
import { WithoutColumn } from "./without-column.ts";

/** The run: a row for each step, with its place on the lanes. */
export class StepsView implements SectionView {
  readonly element: HTMLElement;
  readonly #panel: Panel;
  readonly #section: Section;
  readonly #list: ListView;
  readonly #laneTitles: HTMLElement;
  readonly #find: FindField;
  readonly #picture: LanePicture;
  readonly #without: WithoutColumn | undefined;
  /** Pixels; undefined: it is not drawn. */
  #withoutWidth: number | undefined;
  /** Lanes in which a mark with words has come to hand. */
  #worded: ReadonlySet<string> = new Set();
  #layout: LaneLayout = { columns: [], width: 0, columnOf: new Map(), isShort: false };
  #moment: Moment = { step: 0, loaded: undefined, states: undefined };

  constructor(panel: Panel) {
    this.#panel = panel;
    const { head } = panel.source.opened;
    this.#picture = new LanePicture(head);
    this.#without = head.without && new WithoutColumn(head.without);
    this.#section = new Section("steps", "Steps", panel.isFolded("steps"), (isFolded) => {
      panel.setFolded("steps", isFolded);
      this.refresh();
    });
    this.#section.setAside(...stepLegend(head));
    this.#laneTitles = h("div", { class: "lh", attributes: { "aria-hidden": "true" } });
    this.#list = new ListView({
      id: "step",
      label: "Steps",
      role: "listbox",
      class: "steps",
      rowHeight: () => (panel.isNarrow() ? 30 : 24),
      mostRows: () => (panel.isNarrow() ? panel.rowsInWindow(30, 560) : panel.rowsInWindow(24, head.picture ? 620 : 420)),
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

  /** Steps have come to hand: rows that were drawn without them are drawn again, and lanes get room for their words. */
  arrived(from: number, to: number): void {
    const known = this.#worded.size;
    this.#findWords(from, to);
    if (this.#worded.size > known) this.refresh();
    else this.#list.redraw(from, to);
  }

  openFind(): void {
    if (this.#section.isFolded) this.#section.toggle();
    this.#find.open();
  }

  refresh(): void {
    const { head } = this.#panel.source.opened;
    const width = this.#section.body.clientWidth || document.documentElement.clientWidth;
    const isNarrow = this.#panel.isNarrow();
    const hasRoomForWords = !head.picture && (!isNarrow || width >= leastForWords);
    this.#layout = layoutLanes(
      head.lanes,
      Math.max(60, width * (isNarrow ? (hasRoomForWords ? 0.48 : 0.34) : head.picture?.kind === "memory" ? 0.5 : 0.44)),
      isNarrow ? "narrow" : isTight(head, width) ? "half" : "wide",
      { worded: hasRoomForWords ? this.#worded : new Set(), isBoxed: this.#picture.isBoxed },
    );
    this.#withoutWidth = isNarrow ? undefined : this.#without?.widthIn(width);
    this.#section.body.classList.toggle("two-runs", this.#withoutWidth !== undefined);
    this.#section.body.style.setProperty("--without", `${this.#withoutWidth ?? 0}px`);
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
      ...this.#layout.columns.map(({ title, short, x, width, hasWords }) => {
        const label = h("span", { class: hasWords ? "beside" : "", text: this.#layout.isShort ? short : title, title });
        label.style.left = `${numbers + this.#left + x - (hasWords ? 7 : 0)}px`;
        if (hasWords) label.style.maxWidth = `${width - 18}px`;
        return label;
      }),
      ...(this.#withoutWidth === undefined ? [] : (this.#without?.titles(numbers + this.#left + this.#layout.width + 12) ?? [])),
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
      undone:
        step && !this.#picture.hasBox(index, step.lane) ? undoneFrame(step, source.step(index - 1), source.step(index + 1)) : undefined,
      picture: this.#picture.row(index, this.#layout, (at) => source.step(at)?.lane),
    });
    if (step) row.classList.add(...toneClasses(step, index, source.opened.head.loop));
    if (step?.lane === "") row.classList.add("after-run", ...(source.step(index - 1)?.lane === "" ? [] : ["first"]));
    const beside = this.#withoutWidth === undefined ? undefined : this.#without?.cell(index);
    row.append(
      h("span", { class: "n", text: String(index + 1) }),
      lanes,
      messageCell(step),
      ...(beside ? [beside] : []),
      this.#sourceCell(step),
    );
    row.title = step ? titleOf(step) : "";
  }

  #findWords(from: number, to: number): void {
    const lanes = new Set(this.#worded);
    for (let index = from; index < to; index += 1) {
      const step = this.#panel.source.step(index);
      if (step?.short) lanes.add(step.lane);
    }
    if (lanes.size > this.#worded.size) this.#worded = lanes;
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

/** Pixels of a panel in which lanes with words leave room for messages of two lines. */
const leastForWords = 620;

function toneClasses(step: Step, index: number, loop: number | undefined): readonly string[] {
  const { tone } = markOf(step);
  return [...(tone === "plain" ? [] : [tone]), ...(loop !== undefined && index >= loop ? ["inloop"] : [])];
}

function titleOf(step: Step): string {
  const undone = step.revertedBy === undefined ? "" : ` (reverted at step ${step.revertedBy + 1})`;
  return `${plainMessage(step.message)}${undone}${step.detail === undefined ? "" : `\n${plainMessage(step.detail)}`}`;
}

function messageCell(step: Step | undefined): HTMLElement {
  if (!step) return h("span", { class: "msg wait" });
  const undone = step.revertedBy !== undefined && isTakenBack(step) ? `, reverted at step ${step.revertedBy + 1}` : "";
  return h("span", { class: `msg ${undone === "" ? "" : "taken"}`.trim() }, ...messageNodes(step.message), undone);
}

function loopLine(loop: number, steps: number): HTMLElement {
  const from = loop + 1;
  const words = loop === 0 ? "same state as at the start" : `same state as after step ${loop}`;
  const what = from === steps ? `step ${from} repeats for ever` : `steps ${from}–${steps} repeat for ever`;
  return h("p", { class: "again" }, icon("loop"), `${words}: ${what}`);
}

/** Lanes stand close where a picture stands beside the steps; or where there are as many as remote files have, in a window that is not wide. */
const isTight = ({ picture }: TraceHead, width: number): boolean =>
  picture !== undefined && (picture.kind !== "memory" || width < widthForLanes);

const widthForLanes = 870;
