import assert from "node:assert/strict";
import { test } from "node:test";
import { panelHtml } from "./html.ts";

const html = panelHtml({ cspSource: "https://own", script: 'https://own/panel.js?"', style: "https://own/panel.css", nonce: "abc" });

test("panelHtml: refuses everything but our own script and style", () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
  assert.match(policy, /^default-src 'none'; script-src 'nonce-abc'; style-src https:\/\/own;/);
  assert.ok(!/unsafe|\*/.test(policy), policy);
});

test("panelHtml: has no inline script or style, and addresses cannot break out", () => {
  assert.ok(!/<style|style=|<script nonce="abc">/.test(html));
  assert.ok(!html.includes('?""'));
});
