import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random } from "../../core/random.ts";
import { Identifier } from "../search/identify.ts";
import { bindWindow, isRefused, newVerbs, register, registerBuffer } from "./adapter.ts";
import { areIndependent } from "./independent.ts";
import { connect } from "./pair.ts";
import { post } from "./post.ts";
import { access, localKey, type Opcode, type Verbs } from "./state.ts";
import { apply, type Choice, choices } from "./step.ts";
import { allAccess } from "./testing/pairs.ts";

const work = fc.record({
  pair: fc.nat(3),
  opcode: fc.constantFrom<Opcode>("WRITE", "READ", "CAS", "FAA", "MAX", "FLUSH"),
  word: fc.nat(4),
  buffer: fc.nat(1),
});
type Work = typeof work extends fc.Arbitrary<infer Value> ? Value : never;

/** Two nodes with two connections each to a third, two buffers on each, work on few words. */
function start(works: readonly Work[], completion: "transmit" | "delivery"): Verbs {
  const inOrder = "none";
  const empty = newVerbs(
    { fragments: 2, completion },
    [0, 0, 64].map((memory) => ({ memory, inOrder })),
  );
  const registered = register(empty, 2, { address: 0, length: 64, access: allAccess });
  assert.ok(!isRefused(registered));
  const bound = bindWindow(registered.verbs, 2, { region: 0, address: 0, length: 40, access: allAccess });
  assert.ok(!isRefused(bound));
  let { verbs } = bound;
  const pairs = [0, 0, 1, 1].map((node) => {
    const connected = connect(verbs, node, 2, allAccess, { timeout: 14, retry: 7, rnrRetry: 7 });
    ({ verbs } = connected);
    return connected.qpn;
  });
  for (const node of [0, 1, 0, 1]) {
    ({ verbs } = registerBuffer(verbs, node, { length: 16, access: access.localWrite, bytes: new Uint8Array(16).fill(node + 1) }));
  }
  for (const { pair, opcode, word, buffer } of works) {
    const isLong = opcode === "WRITE" || opcode === "READ";
    const length = isLong ? 16 : 8;
    const local = opcode === "FLUSH" ? [] : [{ lkey: localKey(buffer), offset: 0, length }];
    const posted = post(verbs, pairs[pair] ?? 0, { opcode, address: word * 8, length, rkey: bound.rkey, local, operand: 1n, desired: 2n });
    assert.ok(!isRefused(posted));
    ({ verbs } = posted);
  }
  return verbs;
}

test("independent choices lead to the same state in both orders, and neither takes the other one away", () => {
  const identifier = new Identifier();
  let independent = 0;
  let dependent = 0;
  const after = (verbs: Verbs, choice: Choice): Verbs => {
    const isPossible = choices(verbs).some((one) => JSON.stringify(one) === JSON.stringify(choice));
    assert.ok(isPossible, `${JSON.stringify(choice)} is gone`);
    return apply(verbs, choice).verbs;
  };
  fc.assert(
    fc.property(
      fc.array(work, { minLength: 2, maxLength: 10 }),
      fc.constantFrom("transmit" as const, "delivery" as const),
      fc.nat(),
      (works, level, seed) => {
        const random = new Random(seed);
        let verbs = start(works, level);
        for (let all = choices(verbs); all.length > 0; all = choices(verbs)) {
          for (const a of all) {
            for (const b of all) {
              if (a === b) continue;
              if (!areIndependent(verbs, a, b)) {
                dependent += 1;
                continue;
              }
              independent += 1;
              assert.equal(areIndependent(verbs, b, a), true);
              assert.equal(identifier.idOf(after(after(verbs, a), b)), identifier.idOf(after(after(verbs, b), a)));
            }
          }
          verbs = apply(verbs, all[random.below(all.length)] as Choice).verbs;
        }
      },
    ),
    { numRuns: 60 },
  );
  assert.ok(independent > 500 && dependent > 500, `${independent} and ${dependent}`);
});
