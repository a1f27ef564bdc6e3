import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer } from "../nodes/calls.ts";
import { type Change, fdOf, open, read, write } from "../nodes/testing/programs.ts";
import { breachesOf, Coded, floating, type Lined, on, type Script, Scripted, words, wordsOf } from "./testing/scripted.ts";

/** Two zero words and more; two nodes of programs. */
const files = [{ path: "/rdma/a", size: 64, content: new Uint8Array(64) }];
const plain: Change = { rest: { files } };
const crashing: Change = { rest: { files, explore: { fragments: 2, preemptions: 3, crashes: 1, seed: 1 } } };

function* opened(line: number, flags = "r+"): Generator<Lined | readonly Lined[], number, readonly Answer[]> {
  const [answer] = yield on(line, open("/rdma/a", flags));
  if (answer?.kind === "failed") throw new Coded(answer.errno);
  return fdOf(answer);
}

/** Fails with the code of the answer. */
function sure(answers: readonly Answer[]): readonly Answer[] {
  for (const answer of answers) if (answer.kind === "failed") throw new Coded(answer.errno);
  return answers;
}

const writesTwoWords: Script = function* () {
  const fd = yield* opened(1);
  sure(yield on(2, write(fd, words(1, 10), 0)));
};
const readsTwoWords: Script = function* () {
  const fd = yield* opened(11);
  const [answer] = sure(yield on(12, read(fd, 16, 0)));
  return wordsOf(answer);
};
const readsOneOfThem: Script = function* () {
  const fd = yield* opened(11);
  return wordsOf(sure(yield on(12, read(fd, 16, 0)))[0])[1];
};
/** Both words agree, or it reads again. */
const checksThem: Script = function* () {
  const fd = yield* opened(11);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const [a = 0, b = 0] = wordsOf(sure(yield on(12, read(fd, 16, 0)))[0]);
    if (a * 10 === b) return [a, b];
  }
  return undefined;
};

const runs = 100;

test("torn reads: a record of two words, and not one that is checked or of which one word is used", () => {
  assert.deepEqual(breachesOf(new Scripted(plain, [writesTwoWords, readsTwoWords]), runs), ["no-torn-read FL4007:12"]);
  assert.deepEqual(breachesOf(new Scripted(plain, [writesTwoWords, readsOneOfThem]), runs), []);
  assert.deepEqual(breachesOf(new Scripted(plain, [writesTwoWords, checksThem]), runs), []);
});

test("torn reads: after a crash of the writer they are another property", () => {
  const scripted = new Scripted(crashing, [writesTwoWords, readsTwoWords]);
  assert.deepEqual(breachesOf(scripted, 900), ["no-torn-read FL4007:12", "prefix-durable FL4014:12"]);
});

const flagFirst: Script = function* () {
  const fd = yield* opened(1);
  sure(yield on(2, write(fd, words(1), 0)));
  sure(yield on(3, write(fd, words(4711), 8)));
};
const flagLast: Script = function* () {
  const fd = yield* opened(1);
  sure(yield on(2, write(fd, words(4711), 8)));
  sure(yield on(3, write(fd, words(1), 0)));
};
const asksFlag: Script = function* () {
  const fd = yield* opened(11);
  const [flag] = wordsOf(sure(yield on(12, read(fd, 8, 0)))[0]);
  if (flag === 0) return undefined;
  return wordsOf(sure(yield on(13, read(fd, 8, 8)))[0]);
};

test("flags: one that is written before its payload, and not one that comes after it", () => {
  assert.deepEqual(breachesOf(new Scripted(plain, [flagFirst, asksFlag]), runs), ["published-after-payload FL4011:2"]);
  assert.deepEqual(breachesOf(new Scripted(plain, [flagLast, asksFlag]), runs), []);
});

test("flags: a payload that is acknowledged but not yet placed", () => {
  const own: Change = { rest: { files, completion: "transmit", channels: "handle" } };
  const otherHandle: Script = function* () {
    const [a, b] = [yield* opened(1), yield* opened(2)];
    sure(yield on(3, write(a, words(4711), 8)));
    sure(yield on(4, write(b, words(1), 0)));
  };
  assert.deepEqual(breachesOf(new Scripted(own, [otherHandle, asksFlag]), 250), ["published-after-payload FL4011:4"]);
  assert.deepEqual(breachesOf(new Scripted({ rest: { files, channels: "handle" } }, [otherHandle, asksFlag]), 250), []);
});

/** Versions are odd while the record changes. */
const seqlockWriter: Script = function* () {
  const fd = yield* opened(1);
  for (let round = 1; round <= 2; round += 1) {
    sure(yield on(2, write(fd, words(2 * round - 1), 0)));
    sure(yield on(3, write(fd, words(round, 10 * round), 8)));
    sure(yield on(4, write(fd, words(2 * round), 0)));
  }
};
const seqlockReader: Script = function* () {
  const fd = yield* opened(11);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const [before = 0] = wordsOf(sure(yield on(12, read(fd, 8, 0)))[0]);
    if (before % 2 === 1) continue;
    const record = wordsOf(sure(yield on(13, read(fd, 16, 8)))[0]);
    const [after = 0] = wordsOf(sure(yield on(14, read(fd, 8, 0)))[0]);
    if (before === after) return record;
  }
  return undefined;
};

test("a reader that asks for the version before and after is right", () => {
  assert.deepEqual(breachesOf(new Scripted(plain, [seqlockWriter, seqlockReader]), 300), []);
});

const addsOne = (line: number): Script =>
  function* () {
    const fd = yield* opened(line);
    const [count = 0] = wordsOf(sure(yield on(line + 1, read(fd, 8, 0)))[0]);
    sure(yield on(line + 2, write(fd, words(count + 1), 0)));
  };
const fetchAdds: Script = function* () {
  const fd = yield* opened(1);
  sure(yield on(2, { kind: "fetchAdd", fd, offset: 0, delta: 1n }));
};

test("lost updates: read and written, and not added by the adapter or to a word of one's own", () => {
  assert.deepEqual(breachesOf(new Scripted(plain, [addsOne(1), addsOne(11)]), runs), [
    "no-lost-update FL4008:13",
    "no-lost-update FL4008:3",
  ]);
  assert.deepEqual(breachesOf(new Scripted(plain, [fetchAdds, fetchAdds]), runs), []);
});

test("lost updates: two writes at once, a plain write in the middle of an atomic, appends to one offset", () => {
  assert.deepEqual(breachesOf(new Scripted(plain, [writesTwoWords, writesTwoWords]), runs), ["no-lost-update FL4008:2"]);
  const setsWord: Script = function* () {
    const fd = yield* opened(11);
    sure(yield on(12, write(fd, words(7), 0)));
  };
  assert.deepEqual(breachesOf(new Scripted(plain, [fetchAdds, setsWord]), runs), ["no-lost-update FL4008:12"]);
  const appends: Script = function* () {
    const fd = yield* opened(1, "a");
    sure(yield on(2, write(fd, words(5))));
  };
  assert.deepEqual(breachesOf(new Scripted(plain, [appends, appends]), runs), ["no-lost-update FL4008:2"]);
});

test("stale accesses: a closed handle; a file that was unlinked, unless it is opened again", () => {
  const afterClose: Script = function* () {
    const fd = yield* opened(1);
    yield on(2, { kind: "close", fd });
    yield on(3, read(fd, 8, 0));
  };
  assert.deepEqual(breachesOf(new Scripted(plain, [afterClose]), 5), ["no-stale-access FL4003:3"]);
  const unlinks: Script = function* () {
    yield on(1, { kind: "unlink", path: "/rdma/a" });
  };
  const givesUp: Script = function* () {
    const fd = yield* opened(11);
    const [answer] = yield on(12, read(fd, 8, 0));
    return answer?.kind;
  };
  const opensAgain: Script = function* () {
    const fd = yield* opened(11);
    const [answer] = yield on(12, read(fd, 8, 0));
    if (answer?.kind === "failed") yield on(13, open("/rdma/a", "r"));
  };
  const found = breachesOf(new Scripted(plain, [unlinks, givesUp]), runs);
  assert.ok(found.includes("no-stale-access FL4003:12"), found.join());
  assert.ok(!breachesOf(new Scripted(plain, [unlinks, opensAgain]), runs).some((one) => one.startsWith("no-stale")));
});

test("errors: one that is swallowed, and not one that is told or mended", () => {
  const writer = (after: (answer: Answer) => string): Script =>
    function* () {
      const fd = yield* opened(1);
      const [answer] = yield on(2, write(fd, words(9), 0));
      return answer && after(answer);
    };
  const swallows = writer(() => "accepted");
  const tells = writer(({ kind }) => (kind === "failed" ? "try later" : "accepted"));
  const throws = writer((answer) => {
    sure([answer]);
    return "accepted";
  });
  assert.deepEqual(breachesOf(new Scripted(crashing, [swallows]), runs), ["errors-handled FL4015:2"]);
  assert.deepEqual(breachesOf(new Scripted(crashing, [tells]), runs), []);
  assert.deepEqual(breachesOf(new Scripted(crashing, [throws]), runs), []);
});

test("endings: a write that is still under way, an error of the program's own", () => {
  const floats: Script = function* () {
    const fd = yield* opened(1);
    yield floating(2, write(fd, words(9), 0));
    return "online";
  };
  assert.deepEqual(breachesOf(new Scripted(plain, [floats]), runs), ["FL4009 FL4009:2"]);
  const absent: Script = function* () {
    sure(yield on(1, open("/rdma/none", "r")));
  };
  assert.deepEqual(breachesOf(new Scripted(plain, [absent]), 3), ["no-exception FL4024:1"]);
});

test("surface: out of the region, and sixteen opens of one path", () => {
  const behind: Script = function* () {
    const fd = yield* opened(1);
    yield on(2, write(fd, words(9), 4096));
    yield on(3, read(fd, 8, 5000));
    yield on(4, read(fd, 8, 4090));
  };
  assert.deepEqual(breachesOf(new Scripted(plain, [behind]), 3), ["FL4006 FL4006:2", "FL4006 FL4006:3"]);
  const often = (count: number): Script =>
    function* () {
      for (let time = 0; time < count; time += 1) {
        const fd = yield* opened(1);
        yield on(2, { kind: "close", fd });
      }
    };
  assert.deepEqual(breachesOf(new Scripted(plain, [often(15)]), 2), []);
  assert.deepEqual(breachesOf(new Scripted(plain, [often(16)]), 2), ["FL4004 FL4004:1"]);
});

test("locks: a holder that crashes, where the other gives up in vain, and where a lease ends it", () => {
  const takes: Script = function* () {
    const fd = yield* opened(1);
    const [answer] = sure(yield on(2, { kind: "compareAndSwap", fd, offset: 0, expected: 0n, desired: 1n }));
    if (answer?.kind !== "word" || answer.word !== 0n) return;
    sure(yield on(3, write(fd, words(1), 8)));
    sure(yield on(4, { kind: "compareAndSwap", fd, offset: 0, expected: 1n, desired: 0n }));
  };
  const tries = (attempts: number): Script =>
    function* () {
      const fd = yield* opened(11);
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const [answer] = sure(yield on(12, { kind: "compareAndSwap", fd, offset: 0, expected: 0n, desired: 2n }));
        if (answer?.kind === "word" && answer.word === 0n) return "done";
      }
      return "given up";
    };
  assert.deepEqual(breachesOf(new Scripted(crashing, [takes, tries(3)]), 400), ["FL4021 FL4021:12"]);
  assert.deepEqual(breachesOf(new Scripted(crashing, [takes, tries(1)]), 400), []);
  assert.deepEqual(breachesOf(new Scripted(plain, [takes, tries(3)]), 100), []);
});

/** Asks for the flag until it is there. */
const polls: Script = function* () {
  const fd = yield* opened(11);
  for (;;) {
    const [flag] = wordsOf(sure(yield on(12, read(fd, 8, 0)))[0]);
    if (flag !== 0) break;
  }
  return wordsOf(sure(yield on(13, read(fd, 8, 8)))[0]);
};

test("flags: a reader that polls", () => {
  const settled = (script: Script, runs: number) => breachesOf(new Scripted(plain, [script, polls]), runs);
  assert.deepEqual(settled(flagFirst, 60), ["published-after-payload FL4011:2"]);
  assert.deepEqual(settled(flagLast, 60), []);
});

test("flags: rounds of a value and its number are right, also when the next value is on its way", () => {
  const rounds: Script = function* () {
    const fd = yield* opened(1);
    for (let round = 1; round <= 2; round += 1) {
      sure(yield on(2, write(fd, words(100 * round), 8)));
      sure(yield on(3, write(fd, words(round), 0)));
    }
  };
  assert.deepEqual(breachesOf(new Scripted(plain, [rounds, asksFlag]), runs), []);
  assert.deepEqual(breachesOf(new Scripted(plain, [rounds, polls]), 60), []);
  const flagBeforeValue: Script = function* () {
    const fd = yield* opened(1);
    for (let round = 1; round <= 2; round += 1) {
      sure(yield on(2, write(fd, words(round), 0)));
      sure(yield on(3, write(fd, words(100 * round), 8)));
    }
  };
  assert.deepEqual(breachesOf(new Scripted(plain, [flagBeforeValue, asksFlag]), runs), ["published-after-payload FL4011:2"]);
});
