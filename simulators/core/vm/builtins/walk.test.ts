import assert from "node:assert/strict";
import { test } from "node:test";
import type { Vm } from "../vm.ts";
import { Walk } from "./walk.ts";

/** What a walk tells: `beacon`, bytes charged, and the message that ends it. */
function told(values: number, text: number, most?: number): readonly (number | string)[] {
  const said: (number | string)[] = [];
  const vm = {
    beacon: () => said.push("beacon"),
    charge: (bytes: number) => said.push(bytes),
    endless(message: string): never {
      said.push(message);
      throw new Error(message);
    },
  } as unknown as Vm;
  const walk = new Walk(vm, most);
  try {
    for (let n = 0; n < values; n += 1) walk.visit(text);
  } catch {
    // It is in what was said.
  }
  return said;
}

test("walk: a small one says nothing", () => {
  assert.deepEqual(told(2047, 10), []);
});

test("walk: a long one tells where the program is, and charges the text beside its values", () => {
  assert.deepEqual(told(4096, 2), ["beacon", 4096, "beacon", 4096]);
  assert.deepEqual(told(4096, 0), ["beacon", "beacon"]);
});

test("walk: one over too many values is given up, each counted for itself", () => {
  const message = "this call goes through more than 4,096 values: it comes to the same objects again and again";
  for (let again = 0; again < 2; again += 1) assert.deepEqual(told(10_000, 0, 4096), ["beacon", "beacon", message]);
});
