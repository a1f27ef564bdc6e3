import assert from "node:assert/strict";
import { test } from "node:test";
import { runOnMachine } from "./run-program.ts";

const prepared = "Error.prepareStackTrace = (_, sites) => sites; const [site] = new Error('x').stack;";

test("call sites: one file, as import.meta has it, and no code from text", () => {
  const { outcome } = runOnMachine(
    `${prepared} return [site.getFileName() === import.meta.url, site.getScriptNameOrSourceURL() === import.meta.url, site.isEval(), site.getEvalOrigin()];`,
  );
  assert.equal(outcome, "returned Array { length 4, 0: true, 1: true, 2: false, 3: undefined }");
});

test("call sites: lines and columns count from 1", () => {
  const { outcome } = runOnMachine(
    "Error.prepareStackTrace = (_, sites) => sites[0].getLineNumber() * 1000 + sites[0].getColumnNumber();\nconst a = new Error('x').stack;\n  const b = new Error('y').stack;\nreturn [b - a];",
  );
  assert.equal(outcome, "returned Array { length 1, 0: 1002 }");
});

test("call sites: what is not known of a place is not modelled", () => {
  assert.match(runOnMachine(`${prepared} return site.getTypeName();`).outcome, /^not modelled: `getTypeName` of a call site/);
});
