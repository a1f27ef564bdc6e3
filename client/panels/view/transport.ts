import { formatCount } from "../model/format.ts";
import type { Move } from "../model/keys.ts";
import { drawnMarks, shareOf, stepAt, ticks } from "../model/scrubber.ts";
import type { OpenTraceResult } from "../../../protocol/requests.ts";
import { h, svg } from "./dom.ts";
import { icon } from "./icons.ts";

export interface TransportActions {
  move(to: Move): void;
  select(step: number): void;
  help(): void;
}

/** Where in time: buttons, "Step 9 of 11", scrubber, the most useful keys. */
export class TransportView {
  readonly element: HTMLElement;
  readonly #opened: OpenTraceResult;
  readonly #position: HTMLElement;
  readonly #scrub: HTMLElement;
  readonly #drawing: SVGSVGElement;
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #done = svg("line", { x1: 4, x2: 4, y1: 8, y2: 8, class: "done" });
  readonly #now = svg("line", { y1: 0, y2: 16, class: "now" });
  #width = 0;
  #step = 0;

  constructor(opened: OpenTraceResult, actions: TransportActions) {
    this.#opened = opened;
    this.#position = h("span", { class: "pos num" });
    this.#drawing = svg("svg", { class: "track", "aria-hidden": "true" });
    this.#scrub = h(
      "div",
      {
        class: "scrub",
        attributes: { role: "slider", tabindex: 0, "aria-label": "Step", "aria-valuemin": 1, "aria-valuemax": Math.max(1, opened.steps) },
      },
      this.#drawing,
    );
    this.#buttons = controls.map(({ to, name, key }, index) => {
      const title = `${name} (${key})`;
      return h(
        "button",
        { title, attributes: { type: "button", "aria-label": title, tabindex: index === 0 ? 0 : -1 }, onClick: () => actions.move(to) },
        icon(to),
      );
    });
    const toolbar = h("div", { class: "tb", attributes: { role: "toolbar", "aria-label": "Steps" } }, ...this.#buttons);
    toolbar.addEventListener("focusin", (event) => this.#rove(event.target));
    this.element = h("div", { class: "bar" }, toolbar, this.#position, this.#scrub, keyHints(actions));
    this.#listen(actions);
  }

  get focusTarget(): HTMLElement {
    return this.#scrub;
  }

  /** @param message What happens at the step, for the slider's value in words. */
  show(step: number, message: string | undefined): void {
    this.#step = step;
    const { steps } = this.#opened;
    this.#position.replaceChildren(
      h("b", { text: steps === 0 ? "No steps" : `Step ${formatCount(step + 1)}` }),
      steps === 0 ? "" : ` of ${formatCount(steps)}`,
    );
    this.#scrub.setAttribute("aria-valuenow", String(Math.min(step + 1, Math.max(1, steps))));
    this.#scrub.setAttribute("aria-valuetext", `Step ${step + 1} of ${steps}${message ? `: ${message}` : ""}`);
    if (this.#width === 0) this.draw();
    else this.#moveCursor();
  }

  /** Draws everything anew, as after a change of width. Stepping only moves the cursor. */
  draw(): void {
    this.#width = this.#scrub.clientWidth;
    if (this.#width === 0) return;
    const { steps, marks } = this.#opened;
    const inner = this.#width - 8;
    const drawn = drawnMarks(marks, steps, inner);
    this.#drawing.classList.toggle("dense", drawn.length > 60);
    const upright = (share: number, y1: number, y2: number, name: string): SVGLineElement =>
      svg("line", { x1: this.#at(share), x2: this.#at(share), y1, y2, class: name });
    this.#drawing.replaceChildren(
      svg("line", { x1: 4, x2: this.#width - 4, y1: 8, y2: 8, class: "rail" }),
      this.#done,
      ...ticks(steps, inner).map((share) => upright(share, 5, 11, "tick")),
      ...drawn.map(({ at, kind }) => upright(at, 2, 14, kind)),
      this.#now,
    );
    this.#moveCursor();
  }

  #moveCursor(): void {
    const x = String(this.#at(shareOf(this.#step, this.#opened.steps)));
    this.#done.setAttribute("x2", x);
    this.#now.setAttribute("x1", x);
    this.#now.setAttribute("x2", x);
  }

  /** Pixel of a share of the scrubber, on a whole or half one: lines stay sharp. */
  #at(share: number): number {
    return Math.round((4 + share * (this.#width - 8)) * 2) / 2;
  }

  #listen(actions: TransportActions): void {
    const pick = (event: PointerEvent): void => {
      const box = this.#scrub.getBoundingClientRect();
      actions.select(stepAt((event.clientX - box.left - 4) / Math.max(1, box.width - 8), this.#opened.steps));
    };
    this.#scrub.addEventListener("pointerdown", (event) => {
      this.#scrub.setPointerCapture(event.pointerId);
      pick(event);
    });
    this.#scrub.addEventListener("pointermove", (event) => {
      if (this.#scrub.hasPointerCapture(event.pointerId)) pick(event);
    });
  }

  #rove(target: EventTarget | null): void {
    for (const control of this.#buttons) control.tabIndex = control === target ? 0 : -1;
  }
}

const controls = [
  { to: "first", name: "First step", key: "Home" },
  { to: "previous", name: "Previous step", key: "←" },
  { to: "next", name: "Next step", key: "→" },
  { to: "last", name: "Last step", key: "End" },
] as const;

function keyHints(actions: TransportActions): HTMLElement {
  const hint = (keys: readonly string[], does: string): HTMLElement => h("span", {}, ...keys.map((key) => h("kbd", { text: key })), does);
  return h(
    "div",
    { class: "keys" },
    h("span", { class: "hints" }, hint(["←", "→"], "step"), hint(["F"], "failure"), hint(["E"], "event"), hint(["T"], "text")),
    h(
      "button",
      {
        class: "help",
        title: "Keys and legend (?)",
        attributes: { type: "button", "aria-label": "Keys and legend" },
        onClick: () => actions.help(),
      },
      h("kbd", { text: "?" }),
    ),
  );
}
