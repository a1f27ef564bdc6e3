import assert from "node:assert/strict";
import { Duplex } from "node:stream";
import type { Socket } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { readLines, sendLine } from "./lines.ts";

/** What goes in is cut into chunks as the network likes. */
function pipe(chunks: readonly Buffer[]): { readonly taken: unknown[]; readonly socket: Duplex } {
  const socket = new Duplex({ read: () => undefined, write: (_, __, done) => done() });
  const taken: unknown[] = [];
  readLines(socket as Socket, (message) => taken.push(message));
  for (const chunk of chunks) socket.emit("data", chunk);
  return { taken, socket };
}

test("lines: messages arrive whole and in order, however they are cut", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.jsonValue().map((value) => ({ value })),
        { maxLength: 8 },
      ),
      fc.array(fc.nat(60), { maxLength: 8 }),
      (messages, cuts) => {
        const bytes = Buffer.concat(messages.map((message) => Buffer.from(`${JSON.stringify(message)}\n`)));
        const ends = [...new Set([0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length])].sort((a, b) => a - b);
        const { taken } = pipe(ends.slice(1).map((end, index) => bytes.subarray(ends[index], end)));
        assert.equal(JSON.stringify(taken), JSON.stringify(messages));
      },
    ),
  );
});

test("lines: who breaks the rules is cut off", () => {
  const { taken, socket } = pipe([Buffer.from('{"a":1}\nnonsense\n{"b":2}\n')]);
  assert.deepEqual([taken, socket.destroyed], [[{ a: 1 }], true]);
  sendLine(socket as Socket, { late: true });
});
