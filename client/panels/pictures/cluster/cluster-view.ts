import type { ClusterPicture } from "../../../../protocol/picture.ts";
import { h } from "../../view/dom.ts";
import type { Moment, Panel, SectionView } from "../../view/moment.ts";
import { Section } from "../../view/section.ts";
import type { PictureView } from "../picture-view.ts";
import { fixed } from "../text-lines.ts";
import { type Card, type CardLine, cacheOf, cardsOf, clusterOf } from "./cards.ts";
import { type Branch, treesOf } from "./tree.ts";

/** Objects of a cluster: cards below the steps, beside the state. */
export function clusterView(picture: ClusterPicture, panel: Panel): PictureView {
  const view = new CardsView(picture, panel);
  return {
    above: [],
    beside: [view],
    isBelowSteps: true,
    text: fixed(picture.missing.map((id) => ({ text: `${id.replace("/", " ")} is missing at the end`, isBad: true }))),
    toggleUnfolded: () => view.toggle(),
    zoom: () => {},
  };
}

/** The cluster at the cursor; while a cache is behind, what it shows stands beside what there is. */
class CardsView implements SectionView {
  readonly element: HTMLElement;
  readonly #section: Section;
  readonly #picture: ClusterPicture;
  readonly #panel: Panel;
  #moment: Moment | undefined;

  constructor(picture: ClusterPicture, panel: Panel) {
    this.#picture = picture;
    this.#panel = panel;
    this.#section = new Section("cluster", "Cluster", panel.isFolded("cluster"), (isFolded) => {
      panel.setFolded("cluster", isFolded);
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
    const states = this.#moment?.states;
    if (this.#section.isFolded || !this.#moment || !states) return;
    this.#section.setAside(h("span", { class: "opt", text: `after step ${this.#moment.step + 1}` }));
    const isEnd = this.#moment.step === this.#panel.source.steps - 1;
    const [before, after] = [clusterOf(states.before), clusterOf(states.after)];
    const store = cardsOf(before, after, this.#picture.missing, this.#picture.missingOwners);
    const cache = cacheOf(states.after);
    const { without } = this.#panel.source.opened.head;
    const end: End | undefined = isEnd ? { missing: without ? `exists without ${without.fault}` : "should be there" } : undefined;
    const columns = [column(cache.kinds.length > 0 ? "Store (API server)" : "", store, end)];
    if (cache.kinds.length > 0) {
      const objects = Object.fromEntries(Object.entries(after).filter(([id]) => !cache.kinds.includes(kindOf(id))));
      const seen = { ...objects, ...cache.objects };
      const known = Object.fromEntries(Object.entries(after).filter(([id]) => id in seen || cache.kinds.includes(kindOf(id))));
      columns.unshift(column(`Controller's cache (${cache.kinds.join(", ")} behind)`, asSeen(cardsOf(known, seen, [])), undefined));
    }
    this.#section.body.replaceChildren(h("div", { class: columns.length > 1 ? "cards both" : "cards" }, ...columns));
  }
}

/** Beside the store, a difference is not a change: what the cache does not show is "not seen", what has gone is "still there". */
const asSeen = (cards: readonly Card[]): readonly Card[] =>
  cards.map((card) => ({ ...card, note: card.look === "gone" ? "not seen" : card.look === "new" ? "gone, still seen" : card.note }));

/** What is said at the end of the run. */
interface End {
  /** Of an object that is missing then. */
  readonly missing: string;
}

const kindOf = (id: string): string => id.slice(0, id.indexOf("/"));

function column(title: string, cards: readonly Card[], end: End | undefined): HTMLElement {
  return h(
    "div",
    { class: "card-column" },
    ...(title ? [h("div", { class: "card-title", text: title })] : []),
    cards.length > 0 ? listOf(treesOf(cards), end, title || "Objects of the cluster") : h("p", { class: "opt", text: "No objects" }),
  );
}

/** Owned objects stand in a list below their owner, with lines to it. */
function listOf(branches: readonly Branch[], end: End | undefined, label: string): HTMLElement {
  return h(
    "ul",
    { class: "card-list", attributes: { "aria-label": label } },
    ...branches.map(({ card, owned }) =>
      h("li", {}, cardElement(card, end), ...(owned.length === 0 ? [] : [listOf(owned, end, `Owned by ${card.kind} ${card.name}`)])),
    ),
  );
}

function cardElement({ kind, name, note, look, lines, words }: Card, end: End | undefined): HTMLElement {
  const isBad = look === "missing" && end !== undefined;
  return h(
    "div",
    { class: `object ${look}${isBad ? " bad" : ""}`, title: words },
    h(
      "div",
      { class: "card-head" },
      h("span", { class: "card-kind", text: kind }),
      h("span", { class: isBad ? "no" : "card-note", text: note }),
    ),
    h("div", { class: "card-name", text: name }),
    ...lines.map(lineElement),
    ...(isBad ? [h("div", { class: "card-line no", text: end.missing })] : []),
  );
}

const lineElement = ({ name, before, value }: CardLine): HTMLElement =>
  h(
    "div",
    { class: "card-line" },
    `${name} `,
    ...(before === undefined
      ? [h("span", { class: "val", text: value })]
      : [h("span", { class: "val change" }, h("span", { class: "old", text: before }), " → ", h("span", { class: "new", text: value }))]),
  );
