import type { LineKind } from "./step-plan.ts";

export type Ground = "dark" | "light";

/**
 * The number chip of the gutter as an SVG image. An image cannot read theme colours, so there is one for each ground.
 * Each kind also differs in shape: filled for the current step, a double frame for harm, cut corners for an event.
 */
export function chipSvg(label: string, kind: LineKind, ground: Ground): string {
  const { fill, ink, edge } = colours[ground][kind];
  const text = label.length > 4 ? "…" : label;
  const size = text.length <= 2 ? 10 : text.length === 3 ? 8 : 6.5;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" viewBox="0 0 18 18">`,
    shape(kind, fill, edge),
    `<text x="9" y="${(9 + size * 0.36).toFixed(1)}" text-anchor="middle" font-family="system-ui,sans-serif" font-size="${size}"`,
    ` font-weight="${kind === "plain" ? 400 : 600}" fill="${ink}">${escapeXml(text)}</text></svg>`,
  ].join("");
}

function shape(kind: LineKind, fill: string, edge: string): string {
  const box = (radius: number) => `<rect x="1.5" y="2.5" width="15" height="13" rx="${radius}" fill="${fill}" stroke="${edge}"/>`;
  switch (kind) {
    case "plain":
    case "current":
      return box(6.5);
    case "harm":
      return `${box(6.5)}<rect x="3.5" y="4.5" width="11" height="9" rx="4.5" fill="none" stroke="${edge}" stroke-width="0.8"/>`;
    case "event":
      return `<path d="M4.5 2.5h9l3 6.5-3 6.5h-9l-3-6.5z" fill="${fill}" stroke="${edge}"/>`;
  }
}

/** Text has 4.5:1 on its fill, and each edge 3:1 on the editor grounds #1f1f1f and #ffffff. */
const colours: { readonly [ground in Ground]: { readonly [kind in LineKind]: { fill: string; ink: string; edge: string } } } = {
  dark: {
    plain: { fill: "#313131", ink: "#cccccc", edge: "#777777" },
    current: { fill: "#0078d4", ink: "#ffffff", edge: "#4daafc" },
    harm: { fill: "#3b1f1f", ink: "#ff9a94", edge: "#f85149" },
    event: { fill: "#3a2b16", ink: "#ffb86b", edge: "#d18616" },
  },
  light: {
    plain: { fill: "#f3f3f3", ink: "#3b3b3b", edge: "#8a8a8a" },
    current: { fill: "#005fb8", ink: "#ffffff", edge: "#003f7d" },
    harm: { fill: "#fdeceb", ink: "#a1260d", edge: "#c72e0f" },
    event: { fill: "#fff3e3", ink: "#7a4a00", edge: "#a96a00" },
  },
};

const escapeXml = (text: string): string => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
