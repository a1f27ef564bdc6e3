import { h, svg } from "../../view/dom.ts";
import type { Fabric } from "./fabric.ts";

/** What the shapes and colours of this picture mean; only those that occur in it. */
export function fabricLegend(fabric: Fabric): readonly Node[] {
  const entry = (shape: SVGElement, text: string): HTMLElement =>
    h("span", { class: "opt" }, svg("svg", { width: 10, height: 10, "aria-hidden": "true" }, shape), text);
  const coloured = [...fabric.colourOf];
  const pods = coloured
    .slice(0, 4)
    .map(([pod, colour]) => entry(svg("circle", { class: `c${colour + 1}`, cx: 5, cy: 5, r: 4.4 }), `pod ${pod}`));
  const more = coloured.length > 4 ? [h("span", { class: "opt", text: `and ${coloured.length - 4} more` })] : [];
  const has = (state: string): boolean =>
    fabric.pods.some(({ leaves }) => leaves.some(({ hosts }) => hosts.some((host) => host.state === state)));
  return [
    entry(svg("rect", { class: "fgfill", width: 10, height: 10 }), "sender"),
    ...pods,
    ...more,
    ...(has("unasked") ? [entry(svg("path", { class: "badline", d: "M1 1l8 8m0-8l-8 8" }), "unasked")] : []),
    ...(has("duplicate")
      ? [entry(svg("path", { class: "badline", d: "M5 .8a4.2 4.2 0 1 1 0 8.4a4.2 4.2 0 1 1 0-8.4M5 4v2" }), "more than once")]
      : []),
    ...(has("missing") ? [entry(svg("circle", { class: "badline dashed", cx: 5, cy: 5, r: 4 }), "missing")] : []),
    ...(fabric.failedNodes.size + fabric.failedLinks.length > 0
      ? [entry(svg("path", { class: "downline", d: "M1 1l8 8m0-8l-8 8" }), "down")]
      : []),
  ];
}
