import type { MemoryPicture } from "../../../../protocol/picture.ts";
import { messagePieces } from "../../model/format.ts";
import { h, svg } from "../../view/dom.ts";
import type { Moment, Panel, SectionView } from "../../view/moment.ts";
import { Section } from "../../view/section.ts";
import type { PictureView } from "../picture-view.ts";
import { fixed } from "../text-lines.ts";
import { ChannelsView } from "./channels-view.ts";
import { cellTitle, type DrawnCell, linesOf, type MemoryRow, rowsOf, timeText } from "./rows.ts";

/** Bytes in the memory of another node: below the steps, beside the state. */
export function memoryView(picture: MemoryPicture, panel: Panel): PictureView {
  const view = new BytesView(picture, panel);
  return {
    above: [],
    beside: [view, new ChannelsView(picture, panel)],
    isBelowSteps: true,
    text: fixed(linesOf(picture)),
    toggleUnfolded: () => view.toggle(),
    zoom: () => {},
  };
}

/** One row for each moment, one column for each piece that messages move. */
class BytesView implements SectionView {
  readonly element: HTMLElement;
  readonly #section: Section;
  readonly #picture: MemoryPicture;
  readonly #panel: Panel;
  #moment: Moment | undefined;

  constructor(picture: MemoryPicture, panel: Panel) {
    this.#picture = picture;
    this.#panel = panel;
    this.#section = new Section("memory", "Memory", panel.isFolded("memory"), (isFolded) => {
      panel.setFolded("memory", isFolded);
      this.refresh();
    });
    this.element = this.#section.element;
  }

  get focusTarget(): HTMLElement {
    return this.#section.focusTarget;
  }

  toggle(): void {
    this.#section.toggle();
  }

  show(moment: Moment): void {
    this.#moment = moment;
    this.refresh();
  }

  refresh(): void {
    if (this.#section.isFolded || !this.#moment) return;
    const { file, node, times } = this.#picture;
    const time = times[this.#moment.step];
    const clock = time === undefined ? [] : [h("span", { class: "opt num", text: `${timeText(time)}, simulated` })];
    this.#section.setAside(h("span", { class: "opt", text: `${file} on ${node}` }), ...clock);
    const rows = rowsOf(this.#picture, this.#moment.step);
    this.#section.body.replaceChildren(this.#table(rows), ...this.#comparison());
  }

  #table(rows: readonly MemoryRow[]): HTMLElement {
    const { cells } = this.#picture;
    const head = h(
      "div",
      { class: "bytes-head", attributes: { "aria-hidden": "true" } },
      h("span", {}),
      ...cells.map((cell) => h("span", { class: "m num", text: cellTitle(cell), title: cellTitle(cell) })),
    );
    const table = h(
      "div",
      { class: "bytes" },
      head,
      h("ol", { class: "bytes-rows", attributes: { "aria-label": "Bytes at each moment" } }, ...rows.map((row) => this.#row(row))),
    );
    table.style.setProperty("--cells", String(cells.length));
    return table;
  }

  #row(row: MemoryRow): HTMLElement {
    const { step } = row;
    const when = h(
      "span",
      { class: "bytes-when" },
      h("b", { text: row.label }),
      ...(row.title ? [h("span", { class: "m", text: row.title })] : []),
    );
    const content = [when, h("span", { class: row.isTorn ? "bytes-cells torn" : "bytes-cells" }, ...row.cells.map(cellElement))];
    const made = { class: "bytes-row", title: row.words };
    const inner =
      step === undefined
        ? h("div", made, ...content)
        : h("button", { ...made, attributes: { type: "button" }, onClick: () => this.#panel.select(step) }, ...content);
    return h(
      "li",
      { class: `${row.time}${row.isTorn ? " bad" : ""}`, attributes: row.time === "now" ? { "aria-current": "step" } : {} },
      inner,
    );
  }

  #comparison(): readonly HTMLElement[] {
    const { compared = [] } = this.#picture;
    if (compared.length === 0) return [];
    const entries = compared.flatMap(({ what, outcome, isHarm }) => [
      h("dt", { class: isHarm ? "no" : "m", text: what }),
      h("dd", { class: isHarm ? "no" : "" }, ...messagePieces(outcome).map(pieceElement)),
    ]);
    return [h("dl", { class: "bytes-compared" }, ...entries)];
  }
}

function cellElement({ text, look, isMoved, hasTearBefore }: DrawnCell): HTMLElement {
  return h(
    "span",
    { class: `cell ${look}${isMoved ? " moved" : ""}` },
    ...(hasTearBefore ? [tear()] : []),
    h("span", { class: "val", text }),
    h("span", { class: "only-read", text: look === "none" ? "not read" : look }),
  );
}

/** A jagged line where old bytes stand beside new ones. */
const tear = (): SVGSVGElement =>
  svg(
    "svg",
    { class: "tear", width: 8, height: 36, viewBox: "0 0 8 36", "aria-hidden": "true" },
    svg("path", { d: "M6 0L1 6L6 12L1 18L6 24L1 30L6 36" }),
  );

function pieceElement(piece: ReturnType<typeof messagePieces>[number]): Node | string {
  if (piece.kind === "words") return piece.text;
  return h("span", { class: "val", text: piece.kind === "value" ? piece.text : `${piece.before} → ${piece.after}` });
}
