import assert from "node:assert/strict";
import { test } from "node:test";
import { statusOf } from "../scenarios/test-statuses.ts";
import { editorReport } from "./editor-report.ts";

const facts = {
  version: "1.0.0",
  editor: "Visual Studio Code 1.139.1",
  node: "24.1.0",
  platform: "linux x64",
  remote: "ssh-remote+build.example.org",
  isTrusted: false,
  folders: 1,
  server: "running",
  scenarios: [statusOf({ verdict: "violated", uri: "file:///home/ada/secret.multicast.json" })],
};

test("editorReport: says what limits the checks", () => {
  assert.match(editorReport(facts), /1 folder, not trusted: code is not run/);
  assert.match(editorReport(facts), /Scenarios \| 1: 1 violated/);
});

test("editorReport: names no file, folder or host", () => {
  assert.ok(!/secret|ada|build\.example/.test(editorReport(facts)));
});
