import assert from "node:assert/strict";
import { test } from "node:test";
import { chipSvg } from "./chip.ts";

const kinds = ["current", "harm", "event", "plain"] as const;

/** Luminance and contrast as WCAG 2 defines them. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const attribute = (svg: string, element: RegExp): string => element.exec(svg)?.[1] ?? "";

for (const ground of ["dark", "light"] as const) {
  for (const kind of kinds) {
    test(`chipSvg: ${kind} can be read on ${ground}`, () => {
      const svg = chipSvg("12", kind, ground);
      const fill = attribute(svg, /fill="(#\w{6})"/);
      assert.ok(contrast(attribute(svg, /<text[^>]* fill="(#\w{6})"/), fill) >= 4.5, "text");
      assert.ok(contrast(attribute(svg, /stroke="(#\w{6})"/), ground === "dark" ? "#1f1f1f" : "#ffffff") >= 3, "edge");
    });
  }
}

test("chipSvg: kinds differ without colour", () => {
  const shapes = kinds.map((kind) =>
    chipSvg("1", kind, "dark")
      .replaceAll(/#\w{6}/g, "")
      .replace(/font-weight="\d+"/, ""),
  );
  assert.equal(new Set(shapes).size, 3, "current is told from plain by its fill and the highlighted line");
});

test("chipSvg: text is text", () => {
  assert.ok(!chipSvg("<b>", "plain", "dark").includes("<b>"));
  assert.ok(chipSvg("123456", "plain", "dark").includes("…"));
});
