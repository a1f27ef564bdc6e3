import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompletionLevel } from "../config/model.ts";
import { readBytes } from "../verbs/memory.ts";
import { begin } from "./agent.ts";
import type { Answer, Call } from "./calls.ts";
import { contentOf } from "./observe.ts";
import type { Site } from "./site.ts";
import { startWorld } from "./start.ts";
import { apply, choices } from "./step.ts";
import type { Turned } from "./turn.ts";
import { fdOf, latin1, latin1Bytes, open, siteFor } from "./testing/programs.ts";
import type { World } from "./world.ts";

/** A heap of buffers outside of the nodes, as a machine has it. */
class Heap {
  readonly #site: Site;
  world: World;
  readonly buffers = new Map<number, Uint8Array>();
  readonly answers = new Map<number, Answer>();

  constructor(site: Site) {
    this.#site = site;
    this.world = startWorld(site).world;
  }

  call(call: Call): number {
    const begun = begin(this.#site, this.world, 0, call, this.#take);
    // Numbers of operations that are over are given out again.
    this.answers.delete(begun.operation);
    this.#go(begun);
    return begun.operation;
  }

  /** One step; false: there was none. */
  step(): boolean {
    const [choice] = choices(this.#site, this.world);
    if (choice) this.#go(apply(this.#site, this.world, choice, this.#take));
    return choice !== undefined;
  }

  finish(operation: number): Answer | undefined {
    while (!this.answers.has(operation) && this.step());
    return this.answers.get(operation);
  }

  readonly #take = (owner: number, offset: number, length: number): Uint8Array =>
    (this.buffers.get(owner) ?? new Uint8Array()).slice(offset, offset + length);

  #go({ world, events, ended }: Turned): void {
    this.world = world;
    for (const event of events) {
      if (event.action === "nic.deliver" && event.owner !== undefined) this.buffers.get(event.owner)?.set(event.bytes, event.offset);
    }
    for (const { operation, answer } of ended) this.answers.set(operation, answer);
  }
}

const heapFor = (completion: CompletionLevel, replicas = 1): Heap => {
  const files = [{ path: "/rdma/a", size: 16, content: latin1Bytes("................") }];
  return new Heap(siteFor({ apps: 1, memories: 2, mount: { replicas, ack: "one" }, rest: { files, completion } }, [function* () {}]));
};

const span = (owner: number, offset: number, length: number) => ({ owner, offset, length });

test("buffers of an owner: parts are taken when they are sent, and arrive when they are fetched", () => {
  const heap = heapFor("delivery");
  heap.buffers.set(7, latin1Bytes("xx0123456789abcdef"));
  const fd = fdOf(heap.finish(heap.call(open("/rdma/a", "r+"))));
  const writing = heap.call({ kind: "write", fd, buffers: [span(7, 2, 16)], position: 0 });
  heap.step();
  heap.buffers.get(7)?.fill(33);
  assert.deepEqual(heap.finish(writing), { kind: "written", count: 16 });
  assert.equal(latin1(contentOf(heap.world, "/rdma/a") ?? new Uint8Array()), "01234567!!!!!!!!");

  heap.buffers.set(8, new Uint8Array(6));
  heap.buffers.set(9, new Uint8Array(12));
  const reading = heap.call({ kind: "read", fd, buffers: [span(8, 1, 5), span(9, 0, 11)], position: 0 });
  assert.deepEqual(heap.finish(reading), { kind: "read", count: 16, bytes: [] });
  assert.equal(latin1(heap.buffers.get(8) ?? new Uint8Array()), "\u000001234");
  assert.equal(latin1(heap.buffers.get(9) ?? new Uint8Array()), "567!!!!!!!!\0");
});

test("buffers of an owner: what is acknowledged at transmit, or still under way to another copy, is the agent's own", () => {
  for (const [completion, replicas] of [
    ["transmit", 1],
    ["delivery", 2],
  ] as const) {
    const heap = heapFor(completion, replicas);
    heap.buffers.set(7, latin1Bytes("0123456789abcdef"));
    const fd = fdOf(heap.finish(heap.call(open("/rdma/a", "r+"))));
    const writing = heap.call({ kind: "write", fd, buffers: [span(7, 0, 16)], position: 0 });
    assert.deepEqual(heap.finish(writing), { kind: "written", count: 16 });
    heap.buffers.get(7)?.fill(33);
    while (heap.step());
    const file = heap.world.directory.files[0];
    assert.equal(file?.replicas.length, replicas);
    for (const { node, address } of file?.replicas ?? []) {
      const { memory } = heap.world.verbs.adapters[node] ?? {};
      assert.ok(memory);
      assert.equal(latin1(readBytes(memory, address + 8, 16)), "0123456789abcdef");
    }
  }
});
