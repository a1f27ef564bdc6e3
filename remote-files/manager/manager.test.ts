import assert from "node:assert/strict";
import { constants } from "node:fs";
import { Socket } from "node:net";
import { test } from "node:test";
import { sizeWords } from "../protocol/layout.ts";
import type { Answers, Request } from "../protocol/messages.ts";
import { mountOf } from "../testing/mount.ts";
import { Client } from "./client.ts";
import { Manager } from "./manager.ts";
import { Refused } from "./refused.ts";

const mounts = [mountOf("/one"), mountOf("/many", { writers: "multi" }), mountOf("/ro", { access: "ro" })];
const managerOf = (): Manager => new Manager({ mounts, memoryNodes: [], files: [], leaseMs: 1, recycleGraceMs: 1 }, []);

/** Its files take no memory. */
const newClient = (pid: number): Client => new Client(new Socket(), pid, true);

const write = (path: string): Request => ({ kind: "open", path, flags: constants.O_RDWR | constants.O_CREAT, mode: 0o644, index: 0 });

async function codeOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return "none";
  } catch (error) {
    return error instanceof Refused ? error.code : "other";
  }
}

test("manager: the one writer of a file has the token until it closes it, or is gone", async () => {
  const manager = managerOf();
  const [first, second] = [newClient(1), newClient(2)];
  const { open } = (await manager.answer(first, write("/one/x"))) as Answers["open"];
  assert.equal(await codeOf(manager.answer(second, write("/one/x"))), "EBUSY");
  await manager.answer(first, { kind: "close", open });
  assert.equal(await codeOf(manager.answer(second, write("/one/x"))), "none");
  assert.equal(await codeOf(manager.answer(first, write("/one/x"))), "EBUSY");
  manager.drop(second);
  assert.equal(await codeOf(manager.answer(first, write("/one/x"))), "none");
});

test("manager: under a mount for reading nobody needs the token", async () => {
  const manager = managerOf();
  for (const client of [newClient(1), newClient(2)]) assert.equal(await codeOf(manager.answer(client, write("/ro/x"))), "none");
});

test("manager: whom no size word is left for has nothing open; the word of one who is gone is free", async () => {
  const manager = managerOf();
  const first = newClient(1);
  const writers = [first, ...Array.from({ length: sizeWords - 2 }, (_, index) => newClient(index + 2))];
  const words = new Set<number>();
  for (const client of writers) {
    const answer = (await manager.answer(client, write("/many/x"))) as Answers["open"];
    if (answer.kind === "file") words.add(answer.word);
  }
  assert.equal(words.size, sizeWords - 1);
  const late = newClient(sizeWords);
  assert.equal(await codeOf(manager.answer(late, write("/many/x"))), "ENFILE");
  assert.equal(late.opens.size, 0);
  manager.drop(first);
  assert.equal(await codeOf(manager.answer(late, write("/many/x"))), "none");
});
