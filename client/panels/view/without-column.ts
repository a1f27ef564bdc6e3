import type { WithoutFault } from "../../../protocol/trace.ts";
import { h } from "./dom.ts";
import { messageNodes } from "./message.ts";

/** Of the steps' width: the run without the fault, beside the run with it. */
const share = 0.32;

/** Pixels of the steps below which there is no room for a second run. */
const leastWidth = 700;

/** The run without the fault as a column beside the steps: the text below the steps has it in words, so it is silent. */
export class WithoutColumn {
  readonly #without: WithoutFault;

  constructor(without: WithoutFault) {
    this.#without = without;
  }

  /** Pixels; undefined: no room. */
  widthIn(width: number): number | undefined {
    return width < leastWidth ? undefined : Math.round(width * share);
  }

  /** "with the crash", and at the right "without the crash". @param left Where the messages begin, pixels. */
  titles(left: number): readonly HTMLElement[] {
    const { fault } = this.#without;
    const own = h("span", { class: "with", text: `with ${fault}` });
    own.style.left = `${left}px`;
    return [own, h("span", { class: "without", text: `without ${fault}` })];
  }

  cell(index: number): HTMLElement {
    const { from, steps } = this.#without;
    const message = steps[index - from];
    if (index < from) return h("span", { class: "w same", attributes: { "aria-hidden": "true" }, text: "same" });
    if (message === undefined) return h("span", { class: "w none", attributes: { "aria-hidden": "true" } });
    const isEnd = index - from === steps.length - 1;
    return h("span", { class: isEnd ? "w end" : "w", title: message, attributes: { "aria-hidden": "true" } }, ...messageNodes(message));
  }
}
