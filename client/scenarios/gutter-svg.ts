import type { MarkName } from "./gutter-plan.ts";

/** The gutter's mark as an SVG image. Each differs by its shape; an obsolete one is hollow and grey. */
export function gutterSvg(mark: MarkName, ground: "dark" | "light"): string {
  const ink = inks[ground][mark];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="${ink}" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round">${shapeOf(mark, ink)}</svg>`;
}

const ring = `<circle cx="8" cy="8" r="5.3"/>`;

function shapeOf(mark: MarkName, ink: string): string {
  switch (mark) {
    case "holds":
      return `${ring}<path d="M5.6 8.2l1.7 1.7 3.1-3.6"/>`;
    case "violated":
      return `<circle cx="8" cy="8" r="5.3" fill="${ink}" fill-opacity="0.18"/><path d="M6.1 6.1l3.8 3.8M9.9 6.1L6.1 9.9"/>`;
    case "undecided":
      return `${ring}<path d="M8 2.7a5.3 5.3 0 0 0 0 10.6z" fill="${ink}"/>`;
    case "not-run":
      return `<path d="M8 2.6l5.6 10H2.4z"/><path d="M8 6.4v2.8M8 11v.1"/>`;
    case "running":
      return `<path d="M8 2.7A5.3 5.3 0 1 1 2.7 8"/><path d="M8 5.2V8l1.8 1.4"/>`;
    case "failed":
      return `<path d="M5.4 2.9H3.2v10.2h2.2M10.6 2.9h2.2v10.2h-2.2"/><path d="M6.4 6.4l3.2 3.2M9.6 6.4L6.4 9.6"/>`;
    case "obsolete":
      return `<path d="M3.1 6.2A5.3 5.3 0 1 1 2.7 8"/><path d="M2.5 3.4l.5 2.9 2.8-.5"/>`;
  }
}

const inks: { readonly [ground in "dark" | "light"]: { readonly [mark in MarkName]: string } } = {
  dark: {
    holds: "#73c991",
    violated: "#f14c4c",
    undecided: "#cccccc",
    "not-run": "#cca700",
    running: "#4daafc",
    failed: "#f14c4c",
    obsolete: "#8b8b8b",
  },
  light: {
    holds: "#2f7d32",
    violated: "#c72e0f",
    undecided: "#3b3b3b",
    "not-run": "#8a6d00",
    running: "#005fb8",
    failed: "#c72e0f",
    obsolete: "#767676",
  },
};
