import type { TopologyPicture } from "../../../../protocol/picture.ts";
import { h, svg } from "../../view/dom.ts";
import { ListView } from "../../view/list.ts";
import type { Moment, Panel, SectionView } from "../../view/moment.ts";
import { Section } from "../../view/section.ts";
import type { CopyTable } from "./copies.ts";
import type { Fabric } from "./fabric.ts";
import { gotWords, type HostRow, hostRows, hostSummary } from "./hosts.ts";
import { nodeCode } from "./names.ts";
import { outcomeWords } from "./text.ts";

/** Who asked, who got how many copies, and what brought them. */
export class HostsView implements SectionView {
  readonly element: HTMLElement;
  readonly #panel: Panel;
  readonly #table: CopyTable;
  readonly #fabric: Fabric;
  readonly #section: Section;
  readonly #list: ListView;
  readonly #rows: readonly HostRow[];
  #step = -1;

  constructor(picture: TopologyPicture, table: CopyTable, fabric: Fabric, panel: Panel) {
    this.#panel = panel;
    this.#table = table;
    this.#fabric = fabric;
    this.#rows = hostRows(picture);
    this.#section = new Section("hosts", "Hosts", panel.isFolded("hosts"), (isFolded) => {
      panel.setFolded("hosts", isFolded);
      this.refresh();
    });
    this.#section.setAside(h("span", { class: "opt", text: "whole run" }));
    const head = h(
      "div",
      { class: "thead", attributes: { role: "row", "aria-rowindex": 1 } },
      ...["host", "asked", "got", "by"].map((text) => h("span", { text, attributes: { role: "columnheader" } })),
    );
    this.#list = new ListView({
      id: "host-row",
      label: "Hosts",
      role: "grid",
      class: "table hosts",
      header: head,
      rowHeight: () => 22,
      mostRows: () => (panel.isNarrow() ? 14 : panel.rowsInWindow(22, 700)),
      fill: (row, index) => this.#fill(row, index),
      onMove: () => {},
      onOpen: (index) => this.#open(index),
    });
    const pills = hostSummary(picture).map(({ text, isBad }) => h("span", { class: isBad ? "pill bad" : "pill", text }));
    this.element = this.#section.element;
    this.#section.body.append(this.#list.element, h("div", { class: "pills" }, ...pills));
  }

  get focusTarget(): HTMLElement {
    return this.#section.isFolded ? this.#section.focusTarget : this.#list.element;
  }

  show({ step }: Moment): void {
    if (this.#step === step) return;
    this.#step = step;
    this.#list.redraw(0, this.#rows.length);
  }

  refresh(): void {
    if (!this.#section.isFolded) this.#list.reset(this.#rows.length);
  }

  #fill(row: HTMLElement, index: number): void {
    const found = this.#rows[index];
    if (!found) return;
    const step = this.#stepOf(found);
    row.classList.toggle("now", step === this.#step);
    row.classList.toggle("later", step !== undefined && step > this.#step);
    const cell = (name: string, text: string, ...more: readonly Node[]): HTMLElement =>
      h("span", { class: name, title: text, attributes: { role: "gridcell" } }, ...more, text);
    const isWrong = found.outcome !== "wanted" && found.outcome !== "unreachable";
    row.append(
      cell("v", found.name, this.#mark(found)),
      cell(found.asked ? "m" : "no", found.asked ? "yes" : "no"),
      cell(isWrong && found.asked ? "no num" : "m num", gotWords(found)),
      cell("m", found.by || outcomeWords[found.outcome]),
    );
  }

  #mark({ outcome, pod }: HostRow): SVGSVGElement {
    const colour = this.#fabric.colourOf.get(pod);
    const drawing = svg("svg", { class: "hm", width: 10, height: 10, "aria-hidden": "true" });
    switch (outcome) {
      case "wanted":
        drawing.append(svg("circle", { class: colour === undefined ? "fgfill" : `c${colour + 1}`, cx: 5, cy: 5, r: 4.4 }));
        break;
      case "unasked":
        drawing.append(svg("path", { class: "badline", d: "M1 1l8 8m0-8l-8 8" }));
        break;
      case "duplicate":
        drawing.append(svg("circle", { class: "badline", cx: 5, cy: 5, r: 4 }), svg("circle", { class: "badfill", cx: 5, cy: 5, r: 1.8 }));
        break;
      case "missing":
        drawing.append(svg("circle", { class: "badline dashed", cx: 5, cy: 5, r: 4 }));
        break;
      case "unreachable":
        drawing.append(svg("circle", { class: "downline dashed", cx: 5, cy: 5, r: 4 }));
        break;
    }
    return drawing;
  }

  #stepOf({ hosts }: HostRow): number | undefined {
    const arrival = this.#table.arrival(nodeCode("host", hosts[0] ?? 0));
    return arrival === undefined ? undefined : this.#table.step[arrival];
  }

  /** To the step at which the copy comes. */
  #open(index: number): boolean {
    const row = this.#rows[index];
    const step = row && this.#stepOf(row);
    if (step === undefined) return false;
    this.#panel.select(step);
    return true;
  }
}
