import type { LinkLoad, TopologyPicture } from "../../../../protocol/picture.ts";
import { h } from "../../view/dom.ts";
import { ListView } from "../../view/list.ts";
import type { Panel, SectionView } from "../../view/moment.ts";
import { Section } from "../../view/section.ts";
import { nodeName, parseNode } from "./names.ts";

/** The busiest links, worst first. */
export class LoadView implements SectionView {
  readonly element: HTMLElement;
  readonly #section: Section;
  readonly #list: ListView;
  readonly #load: readonly LinkLoad[];
  readonly #picture: TopologyPicture;

  constructor(picture: TopologyPicture, load: readonly LinkLoad[], panel: Panel) {
    this.#picture = picture;
    this.#load = load;
    this.#section = new Section("load", "Link load", panel.isFolded("load"), (isFolded) => {
      panel.setFolded("load", isFolded);
      this.refresh();
    });
    this.#section.setAside(h("span", { class: "opt", text: "all streams, worst first" }));
    const head = h(
      "div",
      { class: "thead", attributes: { role: "row", "aria-rowindex": 1 } },
      ...["link", "Gbit/s", "of its rate", "largest streams"].map((text) => h("span", { text, attributes: { role: "columnheader" } })),
    );
    this.#list = new ListView({
      id: "load-row",
      label: "Link load",
      role: "grid",
      class: "table load",
      header: head,
      rowHeight: () => 22,
      mostRows: () => 10,
      fill: (row, index) => this.#fill(row, index),
      onMove: () => {},
    });
    this.element = this.#section.element;
    this.#section.body.append(this.#list.element);
  }

  get focusTarget(): HTMLElement {
    return this.#section.isFolded ? this.#section.focusTarget : this.#list.element;
  }

  show(): void {}

  refresh(): void {
    if (!this.#section.isFolded) this.#list.reset(this.#load.length);
  }

  #fill(row: HTMLElement, index: number): void {
    const link = this.#load[index];
    if (!link) return;
    const share = link.gbps / link.rateGbps;
    const name = (node: string): string => nodeName(this.#picture.fabric, parseNode(node) ?? 0);
    const title = `${name(link.from)} → ${name(link.to)}`;
    const bar = h("i", { class: share > 1 ? "bar-fill bad" : "bar-fill" });
    bar.style.width = `${Math.min(1, share) * 100}%`;
    const percent = `${Math.round(share * 100)} % of ${link.rateGbps}`;
    const cell = (className: string, text: string): HTMLElement =>
      h("span", { class: className, text, title: text, attributes: { role: "gridcell" } });
    row.append(
      cell("v", title),
      cell(share > 1 ? "no num" : "m num", link.gbps < 0.01 ? link.gbps.toPrecision(2) : link.gbps.toFixed(2)),
      h(
        "span",
        { class: "share", title: percent, attributes: { role: "gridcell" } },
        h("span", { class: "bar-room" }, bar),
        h("span", { class: share > 1 ? "no num" : "m num", text: `${Math.round(share * 100)} %` }),
      ),
      cell("m", link.streams.join(", ")),
    );
  }
}
