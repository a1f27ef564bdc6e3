import assert from "node:assert/strict";
import { test } from "node:test";
import { Watchdog } from "./watchdog.ts";

const atWork = { running: 1, queued: 0, engine: "ready" } as const;
const idle = { running: 0, queued: 0, engine: "ready" } as const;

test("watchdog: says nothing of a server that is idle, however long", () => {
  const watchdog = new Watchdog();
  assert.equal(watchdog.silentSeconds(1e9), undefined);
  watchdog.heard(idle, 0);
  assert.equal(watchdog.silentSeconds(1e9), undefined);
});

test("watchdog: counts the seconds of a server that went silent at work", () => {
  const watchdog = new Watchdog();
  watchdog.heard(atWork, 1000);
  assert.equal(watchdog.silentSeconds(5999), undefined);
  assert.equal(watchdog.silentSeconds(8500), 7);
  watchdog.heard(atWork, 9000);
  assert.equal(watchdog.silentSeconds(9100), undefined);
});

test("watchdog: a reset forgives", () => {
  const watchdog = new Watchdog();
  watchdog.heard({ running: 0, queued: 3, engine: "starting" }, 0);
  watchdog.reset();
  assert.equal(watchdog.silentSeconds(60_000), undefined);
});
