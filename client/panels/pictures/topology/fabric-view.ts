import type { TopologyPicture } from "../../../../protocol/picture.ts";
import { button, h, setHidden } from "../../view/dom.ts";
import { onKeys } from "../../view/focusables.ts";
import type { Moment, Panel, SectionView } from "../../view/moment.ts";
import { Section } from "../../view/section.ts";
import { onThemeChange, type Palette, readPalette } from "../../view/theme.ts";
import { type CopyTable, readingAt } from "./copies.ts";
import { describeBox, describePicture, walkOrder } from "./describe.ts";
import type { Fabric } from "./fabric.ts";
import { fabricLegend } from "./fabric-legend.ts";
import { rows } from "./geometry.ts";
import { type FabricLayout, layoutFabric } from "./layout.ts";
import { naturalWidth } from "./layout-columns.ts";
import type { FabricMoment } from "./fabric-moment.ts";
import { paintFabric } from "./paint.ts";

/** The fabric in tiers, on a canvas: it stays smooth with a million hosts, because only what is seen is drawn. */
export class FabricView implements SectionView {
  readonly element: HTMLElement;
  readonly #picture: TopologyPicture;
  readonly #panel: Panel;
  readonly #table: CopyTable;
  readonly #fabric: Fabric;
  readonly #section: Section;
  readonly #canvas: HTMLCanvasElement;
  readonly #stage: HTMLElement;
  readonly #option: HTMLElement;
  readonly #tip: HTMLElement;
  #palette: Palette | undefined;
  #layout: FabricLayout | undefined;
  #reachedAt: ReadonlyMap<number, number> = new Map();
  #walk: readonly number[] = [];
  #moment: Moment = { step: 0, loaded: undefined, states: undefined };
  #zoom = 1;
  #scroll = 0;
  #pointed: number | undefined;
  #isScheduled = false;

  constructor(picture: TopologyPicture, table: CopyTable, fabric: Fabric, panel: Panel) {
    this.#picture = picture;
    this.#panel = panel;
    this.#table = table;
    this.#fabric = fabric;
    this.#section = new Section("fabric", "Fabric", panel.isFolded("fabric"), (isFolded) => {
      panel.setFolded("fabric", isFolded);
      this.refresh();
    });
    this.#canvas = h("canvas", { attributes: { "aria-hidden": "true" } });
    this.#option = h("div", {
      class: "only-read",
      text: "No node chosen",
      attributes: { role: "option", id: "fabric-node", "aria-selected": true },
    });
    this.#tip = h("div", { class: "tip", attributes: { "aria-hidden": "true" } });
    this.#tip.hidden = true;
    const label = describePicture(picture, this.#fabric);
    this.#stage = h(
      "div",
      { class: "stage", attributes: { role: "listbox", tabindex: 0, "aria-label": label } },
      this.#canvas,
      this.#option,
      this.#tip,
    );
    this.element = this.#section.element;
    this.#section.body.append(h("div", { class: "body" }, this.#stage));
    this.#listen();
    onThemeChange(() => {
      this.#palette = undefined;
      this.#schedule();
    });
  }

  get focusTarget(): HTMLElement {
    return this.#section.isFolded ? this.#section.focusTarget : this.#stage;
  }

  show(moment: Moment): void {
    this.#moment = moment;
    this.#keepActingInSight();
    this.#schedule();
  }

  refresh(): void {
    this.#layout = undefined;
    this.#drawAside();
    this.#schedule();
  }

  toggleUnfolded(): void {
    const { pods } = this.#fabric.shape;
    const isUnfolded = this.#panel.unfoldedPods().length > 0;
    this.#panel.setUnfoldedPods(isUnfolded ? [] : Array.from({ length: pods }, (_, pod) => pod));
    this.#panel.announce(isUnfolded ? "Pods folded" : "All pods unfolded");
    this.refresh();
  }

  zoom(by: "in" | "out" | "fit"): void {
    const most = Math.max(4, Math.ceil(naturalWidth(this.#fabric, new Set(this.#panel.unfoldedPods())) / Math.max(1, this.#width)));
    const zoom = by === "fit" ? 1 : Math.min(most, Math.max(1, this.#zoom * (by === "in" ? 1.5 : 1 / 1.5)));
    const centre = (this.#scroll + this.#width / 2) / this.#zoom;
    this.#zoom = zoom;
    this.#scrollTo(centre * zoom - this.#width / 2);
    this.#keepActingInSight();
    this.refresh();
  }

  get #width(): number {
    return this.#stage.clientWidth;
  }

  #layoutNow(): FabricLayout {
    if (this.#layout) return this.#layout;
    const layout = layoutFabric(this.#fabric, this.#table, {
      width: this.#width * this.#zoom,
      unfolded: new Set(this.#panel.unfoldedPods()),
    });
    this.#layout = layout;
    this.#reachedAt = reachedAt(this.#table, layout);
    this.#walk = walkOrder(this.#table, layout.nodes);
    this.#pointed = undefined;
    this.#hideTip();
    this.#drawAside();
    return layout;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#draw();
    });
  }

  #draw(): void {
    const width = this.#width;
    const context = this.#canvas.getContext("2d");
    if (this.#section.isFolded || width === 0 || !context) return;
    const pixelRatio = devicePixelRatio;
    const size = { width: Math.round(width * pixelRatio), height: Math.round(rows.height * pixelRatio) };
    if (this.#canvas.width !== size.width || this.#canvas.height !== size.height) Object.assign(this.#canvas, size);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${rows.height}px`;
    const layout = this.#layoutNow();
    this.#palette ??= readPalette();
    paintFabric(context, layout, this.#fabric, this.#fabricMoment(layout), { scroll: this.#scroll, width, pixelRatio }, this.#palette);
  }

  #fabricMoment(layout: FabricLayout): FabricMoment {
    const { step, loaded } = this.#moment;
    const { node } = readingAt(this.#table, this.#picture.sender, step, loaded?.lane);
    const now = new Set(this.#table.at(step).map((index) => layout.edgeOfCopy[index] ?? -1));
    const acting = node === undefined ? undefined : layout.boxOf.get(node);
    return { step, now, acting, isHarm: loaded?.harm === true, pointed: this.#pointed, reachedAt: this.#reachedAt };
  }

  /** Never scrolls by itself, unless the node that acts has left the window. */
  #keepActingInSight(): void {
    if (this.#zoom === 1 || this.#width === 0) return;
    const layout = this.#layoutNow();
    const { acting } = this.#fabricMoment(layout);
    const x = layout.nodes[acting ?? -1]?.x;
    if (x !== undefined && (x < this.#scroll + 20 || x > this.#scroll + this.#width - 20)) this.#scrollTo(x - this.#width / 2);
  }

  #scrollTo(scroll: number): void {
    this.#scroll = Math.min(Math.max(0, scroll), Math.max(0, this.#width * (this.#zoom - 1)));
  }

  #listen(): void {
    this.#stage.addEventListener("pointermove", (event) => this.#onPointer(event));
    this.#stage.addEventListener("pointerleave", () => this.#point(undefined));
    this.#stage.addEventListener("click", (event) => this.#onClick(event));
    this.#stage.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    this.#stage.addEventListener("blur", () => this.#point(undefined));
    onKeys(this.#stage, {
      move: (by) => this.#walkOn(by === "next" || by === "next-page" ? 1 : -1),
      open: () => this.#selectPointed(),
      zoom: (by) => this.zoom(by),
    });
  }

  #onPointer(event: PointerEvent): void {
    if (event.buttons === 1 && this.#zoom > 1) {
      this.#scrollTo(this.#scroll - event.movementX);
      this.#schedule();
      return;
    }
    this.#point(this.#boxAt(event));
  }

  #boxAt({ clientX, clientY }: MouseEvent): number | undefined {
    const area = this.#stage.getBoundingClientRect();
    const [x, y] = [clientX - area.left + this.#scroll, clientY - area.top];
    let nearest: number | undefined;
    let distance = Number.POSITIVE_INFINITY;
    for (const [index, box] of this.#layoutNow().nodes.entries()) {
      const [dx, dy] = [Math.abs(x - box.x), Math.abs(y - box.y)];
      if (dx > box.width / 2 + 5 || dy > box.height / 2 + 6 || dx + dy >= distance) continue;
      nearest = index;
      distance = dx + dy;
    }
    return nearest;
  }

  #onClick(event: MouseEvent): void {
    const box = this.#boxAt(event);
    this.#point(box);
    if (box !== undefined) this.#selectPointed();
    else this.#unfoldAt(event);
  }

  /** A click on a folded column opens its first pod. */
  #unfoldAt({ clientX, clientY }: MouseEvent): void {
    const area = this.#stage.getBoundingClientRect();
    const x = clientX - area.left + this.#scroll;
    if (clientY - area.top < rows.podTop) return;
    const pod = this.#layoutNow().pods.find((column) => column.x <= x && x <= column.x + column.width);
    if (!pod) return;
    const unfolded = new Set(this.#panel.unfoldedPods());
    if (!unfolded.delete(pod.first)) unfolded.add(pod.first);
    this.#panel.setUnfoldedPods([...unfolded].sort((a, b) => a - b));
    this.refresh();
  }

  #onWheel(event: WheelEvent): void {
    if (event.ctrlKey) {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? "in" : "out");
      return;
    }
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (this.#zoom === 1 || sideways === 0) return;
    event.preventDefault();
    this.#scrollTo(this.#scroll + sideways);
    this.#schedule();
  }

  #walkOn(direction: 1 | -1): void {
    this.#layoutNow();
    const at = this.#pointed === undefined ? -1 : this.#walk.indexOf(this.#pointed);
    const next = Math.min(Math.max(0, at < 0 && direction < 0 ? 0 : at + direction), this.#walk.length - 1);
    this.#point(this.#walk[next], next);
  }

  #selectPointed(): boolean {
    const box = this.#layoutNow().nodes[this.#pointed ?? -1];
    const steps = (box?.codes ?? []).map((code) => this.#table.stepOf(code)).filter((step) => step !== undefined);
    if (steps.length === 0) return false;
    this.#panel.select(Math.min(...steps));
    return true;
  }

  #point(box: number | undefined, place?: number): void {
    if (box === this.#pointed) return;
    this.#pointed = box;
    const layout = this.#layoutNow();
    const found = box === undefined ? undefined : layout.nodes[box];
    if (!found) this.#hideTip();
    else {
      const words = describeBox(this.#picture, this.#fabric, this.#table, found);
      if (place !== undefined) {
        this.#option.textContent = words;
        this.#option.setAttribute("aria-posinset", String(place + 1));
        this.#option.setAttribute("aria-setsize", String(this.#walk.length));
        this.#stage.setAttribute("aria-activedescendant", this.#option.id);
        if (found.x < this.#scroll || found.x > this.#scroll + this.#width) this.#scrollTo(found.x - this.#width / 2);
      }
      this.#showTip(words, found.x - this.#scroll, found.y);
    }
    this.#schedule();
  }

  #showTip(words: string, x: number, y: number): void {
    this.#tip.textContent = words;
    setHidden(this.#tip, false);
    const left = Math.min(Math.max(0, x - this.#tip.offsetWidth / 2), Math.max(0, this.#width - this.#tip.offsetWidth));
    this.#tip.style.transform = `translate(${left}px, ${y < rows.height / 2 ? y + 16 : y - 16 - this.#tip.offsetHeight}px)`;
  }

  #hideTip(): void {
    setHidden(this.#tip, true);
    this.#stage.removeAttribute("aria-activedescendant");
  }

  #drawAside(): void {
    const isUnfolded = this.#panel.unfoldedPods().length > 0;
    const zooms =
      this.#zoom > 1 || this.#layout?.isReduced
        ? [
            button("−", () => this.zoom("out"), zoomButton("Zoom out (−)")),
            button("+", () => this.zoom("in"), zoomButton("Zoom in (+)")),
            button("Fit", () => this.zoom("fit"), zoomButton("Fit (0)")),
          ]
        : [];
    const unfold = h(
      "button",
      { class: "plain opt", attributes: { type: "button" }, onClick: () => this.toggleUnfolded() },
      h("kbd", { text: "U" }),
      isUnfolded ? "fold pods" : "unfold all pods",
    );
    this.#section.setAside(...fabricLegend(this.#fabric), ...zooms, unfold);
  }
}

const zoomButton = (title: string): { class: string; title: string; attributes: { "aria-label": string } } => ({
  class: "btn small",
  title,
  attributes: { "aria-label": title },
});

function reachedAt(table: CopyTable, layout: FabricLayout): ReadonlyMap<number, number> {
  const reached = new Map<number, number>();
  for (let index = 0; index < table.copies.length; index += 1) {
    const box = layout.boxOf.get(table.to[index] ?? -1);
    if (box === undefined || table.copies[index]?.kind === "lost") continue;
    reached.set(box, Math.min(reached.get(box) ?? Number.POSITIVE_INFINITY, table.step[index] ?? 0));
  }
  return reached;
}
