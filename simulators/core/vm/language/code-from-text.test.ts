import assert from "node:assert/strict";
import { test } from "node:test";
import { runOnMachine } from "./run-program.ts";

const outcomeOf = (program: string): string => runOnMachine(program).outcome;
const refusal = "not modelled: code made from text (`new Function`) is not modelled; write it as a function";

test("code from text: who probes whether it can be made is told no, as where Node was told to refuse it", () => {
  const probe =
    "try { const F = Function; new F(''); return true; } catch (error) { return [error.name, error.message, error instanceof EvalError]; }";
  assert.equal(
    outcomeOf(probe),
    'returned Array { length 3, 0: "EvalError", 1: "Code generation from strings disallowed for this context", 2: true }',
  );
  assert.equal(
    outcomeOf(
      "const can = () => { try { Function(' '); return 1; } catch { return 0; } finally { await1 = 2; } }; let await1; return can();",
    ),
    "returned 0",
  );
});

test("code from text: where nobody catches it, and all that does something, is not modelled", () => {
  for (const program of [
    "return new Function('')();",
    "try { return new Function('')(); } finally { void 0; }",
    "for (const each of [1]) new Function('');",
    "try { void 0; } catch { void 0; } return new Function('');",
    "const noop = () => new Function(''); try { noop(); } catch { return 1; }",
    "try { new Function(); } catch { return 1; }",
    "try { return new Function('return 1')(); } catch { return 2; }",
    "try { return Function('a', '')(); } catch { return 2; }",
    "try { return Function('a', 'return this')(); } catch { return 2; }",
    "try { return Function('return this.process')(); } catch { return 2; }",
    "try { return (async () => 1).constructor('')(); } catch { return 2; }",
  ])
    assert.match(outcomeOf(program), /^not modelled: /, program);
  assert.equal(outcomeOf("return new Function('')();"), refusal);
});
