import { keyHelp } from "../model/keys.ts";
import { button, h } from "./dom.ts";
import { legendMark } from "./marks.ts";

/** The card with all keys and the meaning of the marks. */
export class HelpView {
  readonly element: HTMLDialogElement;

  constructor(onClose: () => void) {
    const keys = keyHelp.map(({ keys: names, does }) =>
      h("div", { class: "hk" }, h("dt", {}, ...names.map((key) => h("kbd", { text: key }))), h("dd", { text: does })),
    );
    const marks = [
      h("div", { class: "hk" }, h("dt", {}, legendMark("read", "plain")), h("dd", { text: "reads" })),
      h("div", { class: "hk" }, h("dt", {}, legendMark("write", "plain")), h("dd", { text: "writes, sends" })),
      h("div", { class: "hk" }, h("dt", {}, legendMark("control", "plain")), h("dd", { text: "begins, ends, decides" })),
      h("div", { class: "hk" }, h("dt", {}, legendMark("event", "fault")), h("dd", { text: "event or fault from outside" })),
      h("div", { class: "hk" }, h("dt", {}, legendMark("revert", "fault")), h("dd", { text: "takes changes back" })),
      h("div", { class: "hk" }, h("dt", {}, legendMark("write", "undone")), h("dd", { text: "is taken back later" })),
      h("div", { class: "hk" }, h("dt", {}, legendMark("wait", "plain")), h("dd", { text: "waits, is parked" })),
      h("div", { class: "hk" }, h("dt", {}, legendMark("write", "harm")), h("dd", { text: "the step that harms" })),
    ];
    this.element = h(
      "dialog",
      { class: "help-card", attributes: { "aria-label": "Keys and legend" } },
      h("h2", { text: "Keys" }),
      h("dl", {}, ...keys),
      h("h2", { text: "Marks" }),
      h("dl", {}, ...marks),
      button("Close", () => this.element.close()),
    );
    this.element.addEventListener("close", onClose);
  }

  toggle(): void {
    if (this.element.open) this.element.close();
    else this.element.showModal();
  }
}
