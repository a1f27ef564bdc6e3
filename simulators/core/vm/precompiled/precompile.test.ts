import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type FunctionCode, type Instruction, makeBody } from "../code.ts";
import { assets } from "../host-modules/assets/all.ts";
import { isCode } from "../run/link.ts";
import { operations } from "../run/operations.ts";
import { compileScript } from "../run/script.ts";
import { hole } from "../value.ts";
import { decodeConstant, decodeFunction } from "./decode.ts";
import { encodeConstant, encodeFunction } from "./encode.ts";
import type { EncodedConstant, EncodedFunction } from "./format.ts";
import { ownScripts, precompile } from "./precompile.ts";

/** Everything that counts, with the bodies of inner functions. */
function plain(code: FunctionCode): unknown {
  makeBody(code);
  return { ...code, instructions: code.instructions.map(plainInstruction) };
}

const plainInstruction = ({ name, a, b, c, d, e, target, offset, constant }: Instruction): unknown => ({
  registers: [name, a, b, c, d, e, target, offset],
  constant: isCode(constant) ? plain(constant) : constant,
});

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("precompiled scripts: what is read back is what the compiler makes", () => {
  const scripts = ownScripts(Object.values(assets));
  assert.ok(scripts.length > 100, `${scripts.length} scripts`);
  const made = precompile(scripts);
  for (const { text, isModule } of scripts) {
    const compiled = compileScript(text, isModule, () => true);
    const read = decodeFunction(JSON.parse(made[text] as string) as EncodedFunction);
    assert.deepEqual(plain(read), plain(compiled), text.slice(0, 200));
  }
});

test("precompiled scripts: bodies are made, linked, when they are entered first", () => {
  const code = decodeFunction(
    throughJson(encodeFunction(compileScript("function () { return () => 1; }", false, () => true))) as EncodedFunction,
  );
  assert.deepEqual([code.instructions, code.blank, code.registers], [[], [], 0]);
  makeBody(code);
  assert.equal(code.late, undefined);
  assert.ok(code.instructions.every(({ name, run }) => run === operations[name]));
});

test("precompiled scripts: every constant is read back as it was", () => {
  const special = [undefined, hole, 12n, -(2n ** 70n), -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.constantFrom(...special),
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(
        fc.string().filter((key) => key !== "$" && key !== "__proto__"),
        tie("value"),
        { maxKeys: 4, noNullPrototype: true },
      ),
    ),
  })).value;
  fc.assert(
    fc.property(value, (each) => assert.deepStrictEqual(decodeConstant(throughJson(encodeConstant(each)) as EncodedConstant), each)),
  );
});

test("precompiled scripts: what cannot be written down is refused", () => {
  for (const value of [Symbol("own"), () => 1, { $: 1 }]) assert.throws(() => encodeConstant(value), /cannot be written down/);
});
