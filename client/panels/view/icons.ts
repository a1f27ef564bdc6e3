import type { Icon } from "../model/status.ts";
import { svg } from "./dom.ts";

/** An icon of 16 by 16 pixels in the colour of the text around it. */
export function icon(name: Icon | Control): SVGSVGElement {
  const shapes = paths[name].map(({ d, filled, faint, dash }) =>
    svg("path", {
      d,
      fill: filled ? "currentColor" : "none",
      stroke: "currentColor",
      "stroke-width": 1.3,
      "stroke-linejoin": "round",
      ...(faint ? { opacity: 0.4 } : {}),
      ...(dash ? { "stroke-dasharray": dash } : {}),
    }),
  );
  return svg("svg", { class: "ic", viewBox: "0 0 16 16", "aria-hidden": "true" }, ...shapes);
}

const ring = "M1.8 8a6.2 6.2 0 1 1 12.4 0a6.2 6.2 0 1 1-12.4 0z";

const paths: { readonly [icon in Icon | Control]: readonly Shape[] } = {
  none: [{ d: ring, dash: "2 2" }],
  running: [{ d: ring, faint: true }, { d: "M8 2a6 6 0 0 1 6 6" }],
  holds: [{ d: ring }, { d: "M5 8.2l2.1 2.1L11 6.2" }],
  violated: [{ d: ring }, { d: "M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" }],
  failed: [{ d: ring }, { d: "M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" }],
  undecided: [{ d: ring }, { d: "M8 1.8a6.2 6.2 0 0 1 0 12.4z", filled: true }],
  obsolete: [{ d: "M13.2 8a5.2 5.2 0 1 1-1.6-3.8M12 1.6v3H9" }],
  "not-run": [{ d: "M8 2.2L14.3 13.4H1.7Z" }, { d: "M8 6.2v3.6M8 11v1.2" }],
  waiting: [{ d: "M4.5 7.2h7v6h-7zM5.8 7.2V5a2.2 2.2 0 0 1 4.4 0v2.2" }],
  first: [{ d: "M4 3.5v9M12.5 3.8L6 8l6.5 4.2z", filled: true }],
  previous: [{ d: "M10 3.5L5.5 8l4.5 4.5" }],
  next: [{ d: "M6 3.5L10.5 8 6 12.5" }],
  last: [{ d: "M12 3.5v9M3.5 3.8L10 8l-6.5 4.2z", filled: true }],
  copy: [{ d: "M5.5 5.5h7v7h-7zM3.5 10.5v-7h7" }],
  loop: [{ d: "M13.2 8a5.2 5.2 0 1 1-1.6-3.8M12 1.6v3H9" }],
};

export type Control = "first" | "previous" | "next" | "last" | "copy" | "loop";

interface Shape {
  readonly d: string;
  readonly filled?: boolean;
  readonly faint?: boolean;
  readonly dash?: string;
}
