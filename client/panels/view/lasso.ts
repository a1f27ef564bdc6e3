import type { Step } from "../../../protocol/trace.ts";
import { layoutLasso, type LassoLayout, type LassoNode } from "../model/lasso.ts";
import { plainMessage } from "../model/format.ts";
import { h, svg } from "./dom.ts";
import type { Moment, Panel, SectionView } from "./moment.ts";
import { Section } from "./section.ts";

/** The shape of a run that never ends: what leads in, and what repeats. */
export class LassoView implements SectionView {
  readonly element: HTMLElement;
  readonly #panel: Panel;
  readonly #loop: number;
  readonly #section: Section;
  #moment: Moment = { step: 0, loaded: undefined, states: undefined };

  constructor(panel: Panel, loop: number) {
    this.#panel = panel;
    this.#loop = loop;
    this.#section = new Section("lasso", "Lasso", panel.isFolded("lasso"), (isFolded) => {
      panel.setFolded("lasso", isFolded);
      this.refresh();
    });
    const { steps } = panel.source;
    this.#section.setAside(
      h("span", { class: "opt", text: loop === 0 ? span(1, steps) : `${span(1, loop)}, then ${span(loop + 1, steps)}` }),
    );
    this.element = this.#section.element;
    panel.source.want({ from: loop, to: Math.min(steps, loop + 12) });
  }

  get focusTarget(): HTMLElement {
    return this.#section.focusTarget;
  }

  show(moment: Moment): void {
    this.#moment = moment;
    this.refresh();
  }

  refresh(): void {
    if (this.#section.isFolded) return;
    const { steps } = this.#panel.source;
    const width = Math.max(260, (this.#section.body.clientWidth || 420) - 32);
    const layout = layoutLasso(steps, this.#loop, Math.min(width, 640));
    const label = `A stem of ${this.#loop} steps, then a ring of ${steps - this.#loop} steps that repeats for ever`;
    const drawing = svg("svg", {
      class: "lasso",
      width: layout.width,
      height: layout.height,
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      role: "img",
      "aria-label": label,
    });
    drawing.append(
      ...stemLine(layout),
      svg("circle", { class: "loop", cx: layout.ring.x, cy: layout.ring.y, r: layout.ring.radius }),
      ...ringArrows(layout),
    );
    for (const node of layout.nodes) drawing.append(this.#node(node, layout));
    if (layout.skipped)
      drawing.append(svg("text", { class: "mid mu", x: layout.skipped.x, y: layout.skipped.y - 10 }, `${layout.skipped.count} more`));
    this.#section.body.replaceChildren(h("div", { class: "body" }, drawing));
  }

  #laneOf({ lane }: Step): string {
    return this.#panel.source.opened.head.lanes.find(({ id }) => id === lane)?.title ?? "";
  }

  #node(node: LassoNode, { isDense, hasWords }: LassoLayout): SVGElement {
    const step = this.#panel.source.step(node.step);
    const isSmall = isDense && node.part === "ring";
    const names = ["node", `on-${node.part}`, node.step === this.#moment.step ? "cur" : "", step?.harm ? "harm" : ""].join(" ");
    const group = svg(
      "g",
      { class: names },
      svg("title", {}, `step ${node.step + 1}${step ? `: ${plainMessage(step.message)}` : ""}`),
      svg("circle", { cx: node.x, cy: node.y, r: isSmall ? 4 : 11 }),
    );
    group.addEventListener("click", () => this.#panel.select(node.step));
    if (!isSmall) group.append(svg("text", { class: "mid no", x: node.x, y: node.y + 3.6 }, String(node.step + 1)));
    if (step && node.part === "ring" && hasWords) group.append(nodeWords(node, briefly(step, this.#laneOf(step))));
    return group;
  }
}

const span = (from: number, to: number): string => (from === to ? `step ${from}` : `steps ${from}–${to}`);

/** "deletes Service": room is for two short words, the rest is in the steps. @param actor Its lane: not said again */
function briefly({ short, message }: Step, actor: string): string {
  if (short) return plainMessage(short);
  const [words = ""] = plainMessage(message).split(/[,;:]/);
  const rest = words.startsWith(`${actor} `) ? words.slice(actor.length + 1) : words;
  // "reconcile 2" is no lane that does something, it is a name.
  const [first = "", second] = (/^\d/.test(rest) ? words : rest).split(" ");
  return second === undefined || first.length + second.length >= mostInRing ? first : `${first} ${second}`;
}

/** Characters between two circles of the ring. */
const mostInRing = 14;

function nodeWords({ x, y, side }: LassoNode, words: string): SVGElement {
  const most = side === "right" ? mostInRing : 22;
  const short = words.length > most ? `${words.slice(0, most - 1)}…` : words;
  switch (side) {
    case "below":
      return svg("text", { class: "mid w", x, y: y + 26 }, short);
    case "above":
      return svg("text", { class: "mid w", x, y: y - 18 }, short);
    case "right":
      return svg("text", { class: "w", x: x + 17, y: y + 4 }, short);
  }
}

function stemLine({ nodes, ring }: LassoLayout): readonly SVGElement[] {
  const first = nodes.find(({ part }) => part === "stem");
  return first ? [svg("line", { class: "stem", x1: first.x, x2: ring.x - ring.radius, y1: ring.y, y2: ring.y })] : [];
}

/** Arrow heads between the first circles of the ring, in the direction of running. */
function ringArrows({ nodes, ring }: LassoLayout): readonly SVGElement[] {
  const count = nodes.filter(({ part }) => part === "ring").length;
  return Array.from({ length: Math.min(count, 4) }, (_, index) => {
    const angle = Math.PI + (Math.floor((index * count) / Math.min(count, 4)) + 0.5) * ((2 * Math.PI) / count);
    const [x, y] = [ring.x + Math.cos(angle) * ring.radius, ring.y + Math.sin(angle) * ring.radius];
    return svg("path", {
      class: "head",
      d: "M5 0L-4 -4.5V4.5Z",
      transform: `translate(${x} ${y}) rotate(${(angle * 180) / Math.PI + 90})`,
    });
  });
}
