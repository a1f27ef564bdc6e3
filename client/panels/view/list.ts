import type { ListMove } from "../model/keys.ts";
import { boxHeight, isVisible, rowAt, scrollToCentre, scrollToNearest, type VirtualList, windowAt } from "../model/virtual.ts";
import { h } from "./dom.ts";
import { onKeys } from "./focusables.ts";

export interface ListOptions {
  /** Unique in the panel: row ids begin with it. */
  readonly id: string;
  readonly label: string;
  readonly role: "listbox" | "grid" | "treegrid";
  readonly class: string;
  /** Stays above the rows. */
  readonly header?: HTMLElement;
  rowHeight(): number;
  /** Rows in sight at most. */
  mostRows(): number;
  /** Draws row `index` into an empty element. */
  fill(row: HTMLElement, index: number): void;
  /** The user has moved the cursor to a row. */
  onMove(index: number): void;
  onOpen?(index: number): boolean;
  onFold?(index: number, open: boolean): void;
  /** Rows drawn from `first` up to, not including, `last`. */
  onWindow?(first: number, last: number): void;
}

/** A list of any length, of which only the rows in sight are in the document. One tab stop; the cursor moves with the arrow keys. */
export class ListView {
  readonly element: HTMLElement;
  readonly #options: ListOptions;
  readonly #box: HTMLElement;
  readonly #tip = h("div", { class: "tip cut", attributes: { "aria-hidden": "true" } });
  #rows = new Map<number, HTMLElement>();
  #count = 0;
  #cursor: number | undefined;
  #isScheduled = false;
  /** Kept, because asking the document for them makes it lay itself out. */
  #viewHeight = 0;
  #headerHeight = 0;

  constructor(options: ListOptions) {
    this.#options = options;
    this.#box = h("div", {
      class: "rows",
      ...(options.role === "listbox" ? { attributes: { role: "presentation" } } : { attributes: { role: "rowgroup" } }),
    });
    this.element = h(
      "div",
      { class: `list ${options.class}`, attributes: { role: options.role, "aria-label": options.label, tabindex: 0 } },
      options.header,
      this.#box,
    );
    this.#box.append(this.#tip);
    for (const event of ["focus", "blur"] as const) this.element.addEventListener(event, () => this.#showCutText());
    this.element.addEventListener("scroll", () => this.#schedule(), { passive: true });
    this.#box.addEventListener("click", (event) => this.#onClick(event));
    this.#box.addEventListener("dblclick", () => this.#open());
    onKeys(this.element, {
      move: (by) => this.#move(by),
      open: () => this.#open(),
      ...(options.onFold ? { fold: (open: boolean) => this.#fold(open) } : {}),
    });
  }

  get cursor(): number | undefined {
    return this.#cursor;
  }

  /** Draws everything anew: the rows have changed, or their number. */
  reset(count: number): void {
    this.#count = count;
    for (const row of this.#rows.values()) row.remove();
    this.#rows = new Map();
    if (this.#cursor !== undefined && this.#cursor >= count) this.#cursor = count > 0 ? count - 1 : undefined;
    this.#viewHeight = Math.min(count, this.#options.mostRows()) * this.#options.rowHeight();
    this.#headerHeight = this.#options.header?.offsetHeight ?? 0;
    this.element.style.height = `${this.#viewHeight + this.#headerHeight}px`;
    this.#box.style.height = `${boxHeight(this.#list())}px`;
    this.element.setAttribute(this.#options.role === "listbox" ? "data-count" : "aria-rowcount", String(count));
    this.draw();
  }

  /** Draws these rows anew: their content has changed. */
  redraw(first: number, last: number): void {
    for (const [index, row] of this.#rows) {
      if (index < first || index >= last) continue;
      row.remove();
      this.#rows.delete(index);
    }
    this.draw();
  }

  /** Marks a row as the current one. Unless it is in sight, it is brought to the middle. */
  setCursor(index: number | undefined): void {
    const old = this.#cursor;
    this.#cursor = index;
    if (index !== undefined) this.#bringIntoSight(index);
    this.#redrawCursor(old);
  }

  /** Unless one of these rows is in sight, brings the first of them to the middle. */
  bringOneIntoSight(indices: readonly number[]): void {
    const [first] = indices;
    const list = this.#list();
    if (first === undefined || indices.some((index) => isVisible(list, this.element.scrollTop, index))) return;
    this.element.scrollTop = scrollToCentre(list, first);
    this.draw();
  }

  /** Every row that is drawn now. */
  eachRow(visit: (row: HTMLElement, index: number) => void): void {
    for (const [index, row] of this.#rows) visit(row, index);
  }

  draw(): void {
    if (!this.element.isConnected) return;
    const { first, last, top } = windowAt(this.#list(), this.element.scrollTop);
    this.#options.onWindow?.(first, last);
    const height = this.#options.rowHeight();
    for (const [index, row] of this.#rows) {
      if (index >= first && index < last) continue;
      row.remove();
      this.#rows.delete(index);
    }
    let previous: HTMLElement | null = null;
    for (let index = first; index < last; index += 1) {
      const row: HTMLElement = this.#rows.get(index) ?? this.#addRow(index, previous);
      previous = row;
      row.dataset["top"] = String(top + (index - first) * height);
      row.style.transform = `translateY(${row.dataset["top"]}px)`;
    }
    this.#pointAtCursor();
  }

  /** Rows stand in their order, so that reading aloud follows it. */
  #addRow(index: number, previous: HTMLElement | null): HTMLElement {
    const { role, id } = this.#options;
    const row = h("div", { class: "row", attributes: { role: role === "listbox" ? "option" : "row", id: `${id}-${index}` } });
    row.dataset["index"] = String(index);
    if (role === "listbox") {
      row.setAttribute("aria-posinset", String(index + 1));
      row.setAttribute("aria-setsize", String(this.#count));
    } else row.setAttribute("aria-rowindex", String(index + 2));
    const isCurrent = index === this.#cursor;
    row.setAttribute("aria-selected", String(isCurrent));
    row.classList.toggle("cur", isCurrent);
    this.#options.fill(row, index);
    this.#box.insertBefore(row, previous ? previous.nextSibling : this.#box.firstChild);
    this.#rows.set(index, row);
    return row;
  }

  #redrawCursor(old: number | undefined): void {
    for (const index of [old, this.#cursor]) if (index !== undefined) this.redraw(index, index + 1);
    this.draw();
  }

  /** What is cut in the current row stands below it in full, while the list has the focus. */
  #showCutText(): void {
    const row = this.#cursor === undefined ? undefined : this.#rows.get(this.#cursor);
    const cut =
      row && document.activeElement === this.element
        ? [row, ...row.children].filter((cell) => cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0)
        : [];
    const texts = new Set(cut.map((cell) => (cell instanceof HTMLElement && cell.title !== "" ? cell.title : (cell.textContent ?? ""))));
    this.#tip.textContent = [...texts].join(" · ");
    this.#tip.hidden = texts.size === 0;
    if (!row || texts.size === 0) return;
    const y = Number(row.dataset["top"]);
    const isLow = y + 2 * this.#options.rowHeight() > this.element.scrollTop + this.#viewHeight;
    this.#tip.style.transform = `translateY(${isLow ? y - this.#options.rowHeight() : y + this.#options.rowHeight()}px)`;
  }

  #pointAtCursor(): void {
    const row = this.#cursor === undefined ? undefined : this.#rows.get(this.#cursor);
    this.#showCutText();
    if (row) this.element.setAttribute("aria-activedescendant", row.id);
    else this.element.removeAttribute("aria-activedescendant");
  }

  #bringIntoSight(index: number): void {
    const list = this.#list();
    if (list.viewHeight > 0 && !isVisible(list, this.element.scrollTop, index)) this.element.scrollTop = scrollToCentre(list, index);
  }

  #move(by: ListMove): void {
    if (this.#count === 0) return;
    const list = this.#list();
    const page = Math.max(1, Math.floor(list.viewHeight / list.rowHeight) - 1);
    const distance = { next: 1, previous: -1, "next-page": page, "previous-page": -page }[by];
    const to = Math.min(Math.max(0, (this.#cursor ?? (distance > 0 ? -1 : 1)) + distance), this.#count - 1);
    this.element.scrollTop = scrollToNearest(list, this.element.scrollTop, to);
    this.#go(to);
  }

  #go(index: number): void {
    if (index !== this.#cursor) this.setCursor(index);
    this.#options.onMove(index);
  }

  #open(): boolean {
    return this.#cursor !== undefined && (this.#options.onOpen?.(this.#cursor) ?? false);
  }

  #fold(open: boolean): void {
    if (this.#cursor !== undefined) this.#options.onFold?.(this.#cursor, open);
  }

  #onClick(event: MouseEvent): void {
    const y = event.clientY - this.element.getBoundingClientRect().top - this.element.clientTop - this.#headerHeight;
    const index = rowAt(this.#list(), this.element.scrollTop, y);
    if (index !== undefined) this.#go(index);
  }

  /** Scrolling fires more often than the screen is drawn. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.draw();
    });
  }

  #list(): VirtualList {
    return { count: this.#count, rowHeight: this.#options.rowHeight(), viewHeight: this.#viewHeight };
  }
}
