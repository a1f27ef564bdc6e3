import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOfFile, titleOfPage } from "./code-page.ts";

test("titleOfPage: the first heading without its code", () => {
  for (const page of ["# FL3005 over-delivery\n", "\n# FL3005: over-delivery", "# FL3005 — over-delivery\n\n# Other"]) {
    assert.equal(titleOfPage(page), "over-delivery");
  }
  assert.equal(titleOfPage("no heading"), undefined);
});

test("codeOfFile: only pages of codes", () => {
  assert.equal(codeOfFile("FL0001.md"), "FL0001");
  assert.equal(codeOfFile("README.md"), undefined);
});
