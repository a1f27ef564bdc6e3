import type { HeaderPart, HeaderPicture, TopologyPicture } from "../../../../protocol/picture.ts";
import { formatBytesOfBits } from "../../model/format.ts";
import { button, h, svg } from "../../view/dom.ts";
import { ListView } from "../../view/list.ts";
import type { Moment, Panel, SectionView } from "../../view/moment.ts";
import { Section } from "../../view/section.ts";
import { type CopyTable, type Reading, readingAt } from "./copies.ts";
import { headerTitle, hexLines, portPrefix, type ReadPart, readPart, type RuleRow, type StripRow, stripRows } from "./header-bits.ts";
import { nodeName, podOf } from "./names.ts";
import type { Fabric } from "./fabric.ts";

/** The header on each link as a strip of its parts, and what the current switch reads of it. */
export class HeaderView implements SectionView {
  readonly element: HTMLElement;
  readonly #picture: TopologyPicture;
  readonly #panel: Panel;
  readonly #table: CopyTable;
  readonly #fabric: Fabric;
  readonly #section: Section;
  readonly #strip: HTMLElement;
  readonly #rules: ListView;
  readonly #otherwise: HTMLElement;
  readonly #hex: HTMLElement;
  #read: ReadPart | undefined;
  #isHex = false;
  #podColour = "c1";
  #moment: Moment = { step: 0, loaded: undefined, states: undefined };

  constructor(picture: TopologyPicture, table: CopyTable, fabric: Fabric, panel: Panel) {
    this.#picture = picture;
    this.#panel = panel;
    this.#table = table;
    this.#fabric = fabric;
    this.#section = new Section("header", "Header", panel.isFolded("header"), (isFolded) => {
      panel.setFolded("header", isFolded);
      this.refresh();
    });
    this.#strip = h("div", { class: "strip", attributes: { role: "table", "aria-label": "Header on each link" } });
    this.#rules = new ListView({
      id: "rule",
      label: "Rules that the switch reads",
      role: "listbox",
      class: "rules",
      rowHeight: () => 20,
      mostRows: () => 8,
      fill: (row, index) => this.#fillRule(row, index),
      onMove: () => {},
    });
    this.#otherwise = h("p", { class: "otherwise" });
    this.#hex = h("pre", { class: "hex", attributes: { tabindex: 0, "aria-label": "Header in hexadecimal" } });
    this.element = this.#section.element;
    this.#section.body.append(h("div", { class: "body" }, this.#strip, this.#rules.element, this.#otherwise, this.#hex));
  }

  get focusTarget(): HTMLElement {
    return this.#section.isFolded || this.#rules.element.hidden ? this.#section.focusTarget : this.#rules.element;
  }

  show(moment: Moment): void {
    this.#moment = moment;
    this.refresh();
  }

  refresh(): void {
    const reading = readingAt(this.#table, this.#picture.sender, this.#moment.step, this.#moment.loaded?.lane);
    this.#section.title = headerTitle(this.#picture.fabric, reading);
    const index = reading.arrived?.header ?? reading.sent[0]?.header ?? 0;
    const header = this.#picture.headers[index];
    if (!header || this.#section.isFolded) return;
    this.#read = readPart(this.#picture.fabric, header, reading);
    this.#podColour = this.#colourOf(reading);
    this.#section.setAside(...this.#aside(index));
    this.#drawStrip(header, reading);
    this.#drawRules();
    this.#drawHex(header);
  }

  #aside(index: number): readonly Node[] {
    const { headers } = this.#picture;
    const words = [headers.length > 1 ? `header ${index + 1} of ${headers.length}` : "", this.#read?.legend ?? ""].filter(
      (text) => text !== "",
    );
    const views = [false, true].map((isHex) =>
      button(isHex ? "Hex" : "Decoded", () => this.#setHex(isHex), {
        class: "btn small",
        attributes: { "aria-pressed": this.#isHex === isHex },
      }),
    );
    return [h("span", { class: "opt", text: words.join(" · ") }), ...views];
  }

  #setHex(isHex: boolean): void {
    this.#isHex = isHex;
    this.refresh();
  }

  #drawStrip(header: HeaderPicture, reading: Reading): void {
    // A part of twelve bits must stay wide enough for its name; beyond that widths go by bits.
    const columns = header.parts.map(({ part, bits }) => (part === "type" ? "3px" : `minmax(20px, ${bits}fr)`)).join(" ");
    const isBad = this.#moment.loaded?.harm === true;
    const read = reading.arrived?.reads?.part;
    const reader = reading.node === undefined ? "" : nodeName(this.#picture.fabric, reading.node);
    this.#strip.replaceChildren(
      ...stripRows(header, reading).map((row) => stripRow(header, row, columns, { read, isBad, reader, isNarrow: this.#panel.isNarrow() })),
    );
  }

  #drawRules(): void {
    const rules = this.#read?.rows ?? [];
    this.#rules.element.hidden = this.#isHex || rules.length === 0;
    this.#rules.reset(rules.length);
    const used = rules.findIndex(({ isUsed }) => isUsed);
    this.#rules.setCursor(used >= 0 ? used : undefined);
    // In a narrow panel the words beside the rule that is used are cut: they stand below in full.
    const words = this.#read?.otherwise ?? (this.#panel.isNarrow() && used >= 0 ? `${rules[used]?.label} ${rules[used]?.verdict}` : "");
    this.#otherwise.textContent = words;
    this.#otherwise.classList.toggle("bad", rules[used]?.isBad === true);
    this.#otherwise.hidden = this.#isHex || words === "";
  }

  #fillRule(row: HTMLElement, index: number): void {
    const rule = this.#read?.rows[index];
    const header = this.#picture.headers[0];
    const part = header?.parts[this.#read?.part ?? -1]?.part ?? "DL";
    if (!rule) return;
    row.classList.toggle("used", rule.isUsed);
    row.classList.toggle("bad", rule.isBad);
    const bitmap = bitmapDrawing(rule, this.#podColour, portPrefix(part, rule.label));
    row.append(
      h("span", { class: "rl", text: rule.label }),
      h("span", { class: "rn", text: rule.names, title: rule.names }),
      bitmap,
      h("span", { class: "rv", text: rule.verdict, title: rule.verdict }),
    );
  }

  #drawHex({ hex, parts }: HeaderPicture): void {
    this.#hex.hidden = !this.#isHex;
    if (!this.#isHex) return;
    const lines = hexLines(hex, parts[this.#read?.part ?? -1]);
    this.#hex.replaceChildren(
      ...lines.flatMap(({ offset, bytes }) => [
        `${offset.toString(16).padStart(4, "0")}  `,
        ...bytes.map(({ hex: byte, isRead }) => h(isRead ? "b" : "span", { text: `${byte} ` })),
        "\n",
      ]),
    );
  }

  /** Colour of the copies that the current switch sends. */
  #colourOf({ node }: Reading): string {
    const pod = node === undefined ? undefined : podOf(this.#picture.fabric, node);
    const colour = this.#fabric.colourOf.get(pod ?? -1);
    return colour === undefined ? "fgfill" : `c${colour + 1}`;
  }
}

function stripRow(
  header: HeaderPicture,
  row: StripRow,
  columns: string,
  {
    read,
    isBad,
    reader,
    isNarrow,
  }: { readonly read: number | undefined; readonly isBad: boolean; readonly reader: string; readonly isNarrow: boolean },
): HTMLElement {
  const cells = h("div", { class: "cells", attributes: { role: "cell", "aria-label": partsInWords(header, row) } });
  cells.style.gridTemplateColumns = columns;
  for (const [index, { part, bits }] of header.parts.entries()) {
    if (!row.parts.includes(index)) continue;
    const isRead = row.isCurrent && index === read;
    const label =
      part === "type"
        ? ""
        : row.link === header.links[0]?.link && bits / header.bits >= (isNarrow ? 0.16 : 0.09)
          ? `${part} ${bits}`
          : part;
    const cell = h("span", {
      class: `part ${part === "type" ? "type" : ""} ${isRead ? (isBad ? "read bad" : "read") : ""}`,
      text: label,
      title: `${part}: ${bits} bits`,
    });
    cell.style.gridColumn = String(index + 1);
    cells.append(cell);
  }
  if (row.parts.length === 0 && header.parts.length > 0) cells.append(goneMark(header));
  const readName = header.parts[read ?? -1]?.part;
  const cell = (name: string, text: string): HTMLElement => h("span", { class: name, text, title: text, attributes: { role: "cell" } });
  return h(
    "div",
    { class: row.isCurrent ? "srow cur" : "srow", attributes: { role: "row" } },
    cell("sl", row.title),
    cells,
    cell("sz num", formatBytesOfBits(row.bits)),
    cell("sp", row.isCurrent && readName ? `${row.popped}, ${reader} reads ${readName}` : row.popped),
  );
}

/** Where the last part was: nothing of the header is left. */
function goneMark(header: HeaderPicture): HTMLElement {
  const gone = h("span", { class: "part gone" });
  gone.style.gridColumn = String(Math.max(1, header.parts.length));
  return gone;
}

function partsInWords({ parts }: HeaderPicture, row: StripRow): string {
  const names = row.parts.map((index) => parts[index]).filter((part): part is HeaderPart => part !== undefined && part.part !== "type");
  return names.length === 0 ? "no header" : names.map(({ part, bits }) => `${part} ${bits} bits`).join(", ");
}

/** Cells of a bitmap: one path for all that are empty, one for each meaning of those that are set. */
function bitmapDrawing({ width, ports, isUsed }: RuleRow, colour: string, prefix: string): SVGSVGElement {
  const pitch = Math.max(3, Math.min(12, 580 / Math.max(1, width)));
  const side = pitch >= 6 ? pitch - 2 : pitch - 1;
  const square = (port: number): string => `M${(port * pitch + 0.5).toFixed(2)} 1h${side}v10h${-side}z`;
  const set = new Set(ports.map(({ port }) => port));
  const empty = Array.from({ length: width }, (_, port) => (set.has(port) ? "" : square(port))).join("");
  const title = svg("title", {});
  const drawing = svg(
    "svg",
    { class: "bits", viewBox: `0 0 ${width * pitch} 12`, preserveAspectRatio: "none", "aria-hidden": "true" },
    title,
    svg("path", { class: "cell", d: empty }),
  );
  for (const kind of ["set", "wanted", "bad", "lost"] as const) {
    const d = ports
      .filter((port) => port.kind === kind)
      .map(({ port }) => square(port))
      .join("");
    if (d !== "") drawing.append(svg("path", { class: kind === "wanted" ? `on ${colour}` : `on ${kind} ${isUsed ? "used" : ""}`, d }));
  }
  drawing.style.maxWidth = `${width * pitch}px`;
  drawing.addEventListener("pointermove", (event) => {
    const box = drawing.getBoundingClientRect();
    const port = Math.floor(((event.clientX - box.left) / box.width) * width);
    title.textContent =
      port < width
        ? `${prefix}${port}${set.has(port) ? `: ${wordsOf(ports.find((found) => found.port === port)?.kind)}` : ": not set"}`
        : "";
  });
  return drawing;
}

function wordsOf(kind: RuleRow["ports"][number]["kind"] | undefined): string {
  switch (kind) {
    case "bad":
      return "set, unasked";
    case "lost":
      return "set, the copy is lost";
    case "wanted":
      return "set, gets a copy";
    case "set":
    case undefined:
      return "set";
  }
}
