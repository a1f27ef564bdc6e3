import type { TraceHead } from "../../../protocol/requests.ts";
import { h, svg } from "./dom.ts";
import { legendMark } from "./marks.ts";

/** What the signs in the lanes mean, as far as this trace may have them. A trace with a picture explains itself there. */
export function stepLegend(head: TraceHead): readonly Node[] {
  if (head.picture?.kind === "memory") {
    return [
      entry(legendMark("read", "plain"), "read"),
      entry(legendMark("write", "plain"), "write"),
      entry(legendMark("event", "fault"), "event"),
      h("span", { class: "opt", text: "times are simulated" }),
    ];
  }
  if (head.picture) return [];
  const { sections = [], links = [], held = [], waits = [] } = head;
  const isFull = sections.length + held.length + waits.length > 0;
  return [
    entry(legendMark("read", "plain"), "read"),
    entry(legendMark("write", "plain"), "write"),
    ...(isFull ? [] : [entry(legendMark("control", "plain"), "control")]),
    entry(legendMark("event", "fault"), "event"),
    ...(sections.some(({ outcome }) => outcome === "reverted") ? [entry(takenBack(), "reverted")] : []),
    ...(held.length > 0 ? [entry(bar("held"), "holds a lock")] : []),
    ...(waits.length > 0 ? [entry(bar(waits.some(({ harm }) => harm) ? "waits harm" : "waits"), "waits")] : []),
    ...(links.some(({ kind }) => kind === "stale") ? [entry(line("link stale"), "stale value")] : []),
    ...(head.loop === undefined ? [] : [entry(loop(), "loop"), h("span", { class: "opt" }, h("kbd", { text: "L" }), "go round once")]),
  ];
}

const entry = (mark: Node, text: string): HTMLElement => h("span", { class: "opt" }, mark, text);

const drawing = (width: number, shape: SVGElement): SVGSVGElement => svg("svg", { width, height: 12, "aria-hidden": "true" }, shape);

const loop = (): SVGSVGElement => drawing(12, svg("path", { class: "bracket", d: "M9 10H5Q2 10 2 7V5Q2 2 5 2H9" }));
const takenBack = (): SVGSVGElement =>
  svg(
    "svg",
    { width: 17, height: 12, "aria-hidden": "true" },
    svg("path", { class: "hatch", d: "M1 7L7 1M4 10L13 1M10 10L16 4" }),
    svg("rect", { class: "box taken-back", x: 0.5, y: 0.5, width: 16, height: 11, rx: 2 }),
  );
const bar = (name: string): SVGSVGElement => drawing(5, svg("line", { class: name, x1: 2, x2: 2, y1: 1.5, y2: 11 }));
const line = (name: string): SVGSVGElement => drawing(16, svg("line", { class: name, x1: 0, x2: 16, y1: 6, y2: 6 }));
