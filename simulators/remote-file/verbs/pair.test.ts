import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bindWindow, deregister, isRefused, newVerbs, peek, register, registerBuffer, revokeKey } from "./adapter.ts";
import { createPair, type Modification, modify, pairOf } from "./pair.ts";
import { post } from "./post.ts";
import { access, localKey, type PairState, remoteKey, type Request, type Verbs } from "./state.ts";
import { apply, choices, crash, exhaust } from "./step.ts";
import { retryNanoseconds, tryNanoseconds } from "./status.ts";
import { type Connected, connectedPair, requestOf } from "./testing/pairs.ts";

const modifications: Readonly<Record<PairState, Modification>> = {
  RESET: { to: "RESET" },
  INIT: { to: "INIT", access: 0 },
  RTR: { to: "RTR", peer: { node: 0, qpn: 0 } },
  RTS: { to: "RTS", timers: { timeout: 14, retry: 7, rnrRetry: 7 } },
  ERR: { to: "ERR" },
};

test("queue pair: only the usual way leads to RTS, a refusal changes nothing", () => {
  const legal = new Set(["RESET>INIT", "INIT>RTR", "RTR>RTS"]);
  const state = fc.constantFrom<PairState>("RESET", "INIT", "RTR", "RTS", "ERR");
  fc.assert(
    fc.property(fc.array(state, { maxLength: 12 }), (way) => {
      let { verbs } = createPair(newVerbs({ fragments: 2, completion: "delivery" }, [{ memory: 0, inOrder: "none" }]), 0);
      for (const to of way) {
        const from = pairOf(verbs, 0).state;
        const next = modify(verbs, 0, modifications[to]);
        assert.equal(!isRefused(next), to === "RESET" || to === "ERR" || legal.has(`${from}>${to}`), `${from} to ${to}`);
        if (!isRefused(next)) ({ verbs } = next);
        assert.equal(pairOf(verbs, 0).state, isRefused(next) ? from : to);
      }
    }),
  );
});

test("queue pair: posting before it is connected is EIO at once", () => {
  const { verbs } = createPair(newVerbs({ fragments: 2, completion: "delivery" }, [{ memory: 0, inOrder: "none" }]), 0);
  assert.deepEqual(post(verbs, 0, requestOf("WRITE", 0, 8, remoteKey(0), localKey(0))), { error: "EIO" });
});

/** Posts on a connected pair, with a buffer of 16 bytes at the local key. */
function posted({ verbs, qpn }: Connected, ...requests: readonly ((lkey: number) => Request)[]): Verbs {
  const buffer = registerBuffer(verbs, 0, { length: 16, access: access.localWrite, bytes: new Uint8Array(16).fill(1) });
  return requests.reduce((next, request) => {
    const answer = post(next, qpn, request(buffer.lkey));
    assert.ok(!isRefused(answer));
    return answer.verbs;
  }, buffer.verbs);
}

/** Goes on until nothing is left, the first choice always. */
function finish(verbs: Verbs): Verbs {
  const [first] = choices(verbs);
  return first ? finish(apply(verbs, first).verbs) : verbs;
}

const statuses = (verbs: Verbs, qpn: number) => pairOf(verbs, qpn).completions.map(({ status }) => status);

const { localWrite, remoteRead, remoteWrite } = access;
const refusals: readonly {
  readonly name: string;
  readonly access?: number;
  readonly request: (rkey: number, lkey: number) => Request;
  readonly want: string;
}[] = [
  { name: "inside and allowed", request: (rkey, lkey) => requestOf("WRITE", 496, 16, rkey, lkey), want: "SUCCESS" },
  { name: "behind the window", request: (rkey, lkey) => requestOf("WRITE", 497, 16, rkey, lkey), want: "REM_ACCESS" },
  { name: "a key that was never given", request: (rkey, lkey) => requestOf("READ", 0, 16, rkey + 2, lkey), want: "REM_ACCESS" },
  { name: "a local key as remote key", request: (rkey, lkey) => requestOf("READ", 0, 16, rkey - 1, lkey), want: "REM_ACCESS" },
  {
    name: "a write without the flag",
    access: remoteRead,
    request: (rkey, lkey) => requestOf("WRITE", 0, 8, rkey, lkey),
    want: "REM_ACCESS",
  },
  {
    name: "a read without the flag",
    access: remoteWrite,
    request: (rkey, lkey) => requestOf("READ", 0, 8, rkey, lkey),
    want: "REM_ACCESS",
  },
  {
    name: "an atomic without the flag",
    access: remoteRead | remoteWrite,
    request: (rkey) => requestOf("FAA", 0, 8, rkey, 0),
    want: "REM_ACCESS",
  },
  { name: "an atomic that is not aligned", request: (rkey) => requestOf("FAA", 4, 8, rkey, 0), want: "REM_INV_REQ" },
  { name: "a buffer that is not registered", request: (rkey, lkey) => requestOf("READ", 0, 8, rkey, lkey + 2), want: "LOC_PROT" },
  { name: "a remote key as local key", request: (rkey) => requestOf("READ", 0, 8, rkey, rkey), want: "LOC_PROT" },
  { name: "more than the buffer holds", request: (rkey, lkey) => requestOf("READ", 0, 17, rkey, lkey), want: "LOC_PROT" },
  {
    name: "segments of another length",
    request: (rkey, lkey) => ({ ...requestOf("READ", 0, 8, rkey, lkey), length: 16 }),
    want: "LOC_LEN",
  },
];
for (const { name, access: flags, request, want } of refusals) {
  test(`check: ${name}: ${want}, and no byte is touched that must not be`, () => {
    const pair = connectedPair(flags === undefined ? {} : { access: flags });
    const end = finish(posted(pair, (lkey) => request(pair.rkey, lkey)));
    assert.deepEqual(statuses(end, pair.qpn), [want]);
    assert.equal(pairOf(end, pair.qpn).state, want === "SUCCESS" ? "RTS" : "ERR");
    const sum = peek(end, 1, 0, 1024).reduce((total, byte) => total + byte, 0);
    assert.equal(sum, want === "SUCCESS" ? 16 : 0);
    assert.deepEqual(peek(end, 1, 512, 512), new Uint8Array(512));
    const other = pairOf(end, pairOf(pair.verbs, pair.qpn).peer?.qpn ?? -1).state;
    assert.equal(other === "ERR", want === "REM_ACCESS" || want === "REM_INV_REQ", "a refusal of the other end takes that to ERR too");
  });
}

test("after the first error all is flushed, and what is posted later too", () => {
  const pair = connectedPair({});
  const bad = (lkey: number) => requestOf("WRITE", 2048, 16, pair.rkey, lkey);
  const good = (lkey: number) => requestOf("WRITE", 0, 16, pair.rkey, lkey);
  const end = finish(posted(pair, good, bad, good, good));
  assert.deepEqual(statuses(end, pair.qpn), ["SUCCESS", "REM_ACCESS", "WR_FLUSH", "WR_FLUSH"]);
  const later = posted({ ...pair, verbs: end }, good);
  assert.deepEqual(statuses(finish(later), pair.qpn).at(-1), "WR_FLUSH");
});

test("a key that is revoked in the middle: parts that are placed stay, the rest is refused", () => {
  const pair = connectedPair({ inOrder: "message" });
  const begun = posted(pair, (lkey) => requestOf("WRITE", 0, 16, pair.rkey, lkey));
  const [first] = choices(begun);
  assert.ok(first);
  const half = revokeKey(apply(begun, first).verbs, 1, pair.rkey);
  const end = finish(half);
  assert.deepEqual([...peek(end, 1, 0, 16)], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(pairOf(end, pair.qpn).completions, [{ wrId: 0, opcode: "WRITE", status: "REM_ACCESS", wasGranted: true }]);
});

test("a dead peer: RETRY_EXC after all tries, then WR_FLUSH; an idle connection does not notice", () => {
  assert.equal(tryNanoseconds(14), 67_108_864);
  assert.equal(retryNanoseconds({ timeout: 14, retry: 7 }), 536_870_912);
  const pair = connectedPair({});
  const idle = crash(pair.verbs, 1).verbs;
  assert.deepEqual(idle.alarms, []);
  const waiting = posted({ ...pair, verbs: idle }, ...[0, 8].map((at) => (lkey: number) => requestOf("WRITE", at, 8, pair.rkey, lkey)));
  assert.deepEqual(choices(waiting), []);
  assert.deepEqual(waiting.alarms, [{ at: 536_870_912, kind: "retry", id: pair.qpn }]);
  const { verbs } = exhaust(waiting, pair.qpn);
  assert.deepEqual(statuses(verbs, pair.qpn), ["RETRY_EXC", "WR_FLUSH"]);
  assert.deepEqual(verbs.alarms, []);
});

test("a node that crashes places nothing more and completes nothing", () => {
  const pair = connectedPair({});
  const begun = posted(pair, (lkey) => requestOf("WRITE", 0, 16, pair.rkey, lkey));
  const { verbs } = crash(begun, 0);
  assert.deepEqual(choices(verbs), []);
  assert.deepEqual(peek(verbs, 1, 0, 16), new Uint8Array(16));
});

test("regions: REMOTE_WRITE and ATOMIC need LOCAL_WRITE, and a bound region stays", () => {
  const verbs = newVerbs({ fragments: 2, completion: "delivery" }, [{ memory: 64, inOrder: "none" }]);
  assert.deepEqual(register(verbs, 0, { address: 0, length: 64, access: remoteWrite }), { error: "EINVAL" });
  assert.deepEqual(register(verbs, 0, { address: 0, length: 65, access: remoteRead }), { error: "EINVAL" });
  const registered = register(verbs, 0, { address: 0, length: 64, access: localWrite | remoteRead });
  assert.ok(!isRefused(registered));
  assert.deepEqual(bindWindow(registered.verbs, 0, { region: 0, address: 0, length: 8, access: remoteWrite }), { error: "EINVAL" });
  const bound = bindWindow(registered.verbs, 0, { region: 0, address: 8, length: 8, access: remoteRead });
  assert.ok(!isRefused(bound));
  assert.deepEqual(deregister(bound.verbs, 0, 0), { error: "EBUSY" });
  assert.ok(!isRefused(deregister(revokeKey(bound.verbs, 0, bound.rkey), 0, 0)));
  assert.notEqual(bound.rkey, localKey(0));
});
