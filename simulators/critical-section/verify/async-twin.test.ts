import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../../core/budget.ts";
import { promiseState, settledValue } from "../machine/promises.ts";
import { criticalSectionModule } from "../module.ts";
import { endsOnV8 } from "../testing/async-twin.ts";
import { payloadOf, worldOf } from "../testing/program.ts";
import { search } from "./search.ts";

// On any asynchronous program the search comes to the very ends that V8 comes to when every schedule is run.

const statement = fc.constantFrom(
  "local = x;",
  "x = local + 1;",
  "y = x + y;",
  "await null;",
  "x = x + 1; await null; y = x;",
  "local = await external(() => { x = x + 1; return x; });",
  "await external(() => { y = y + 2; });",
  "try { await external(() => { throw x; }); } catch (thrown) { local = thrown; }",
  "local = await helper();",
  "void helper();",
  "local = (await Promise.all([helper(), external(() => { x = x * 2; return 1; })]))[0];",
  "await Promise.race([helper(), sleep(1)]);",
  "local = await Promise.any([fail(), helper()]);",
  "await sleep(1);",
  "await sleep(2);",
  "setTimeout(() => { x = x + 3; }, 1);",
  "if (x > y) return local;",
  "try { await fail(); } catch { y = y + 1; } finally { await null; x = x + local; }",
  "for await (const value of numbers()) x = x + value;",
  "local = await { then(resolve) { resolve(x); } };",
  "queueMicrotask(() => { y = y + 1; });",
  "await (async () => { await null; x = local; })();",
  "Promise.resolve(1).then((value) => { x = x + value; });",
  "if (y > 3) throw new Error('large');",
  "await new Promise((resolve) => { waiting.push(resolve); if (waiting.length > 1) for (const go of waiting.splice(0)) go(); });",
);
const body = fc.array(statement, { minLength: 1, maxLength: 3 });
const program = fc.array(body, { minLength: 2, maxLength: 3 });

const declarations = `let x = 0, y = 1; const waiting = [];
async function helper() { const seen = x; await null; x = seen + 1; return seen; }
async function fail() { await null; throw new Error("no"); }
async function* numbers() { yield 1; await null; yield x; }
`;
const threads = (bodies: readonly (readonly string[])[]): string =>
  bodies.map((one, index) => `async function t${index}() { let local = 0; ${one.join(" ")} return local; }`).join("\n");
const names = (bodies: readonly unknown[]): readonly string[] => bodies.map((_, index) => `t${index}`);

function endsOnMachine(bodies: readonly (readonly string[])[]): ReadonlySet<string> {
  const code = `${criticalSectionModule.replaceAll("export ", "")}${declarations}${threads(bodies)}
export const values = () => [x, y]; export { ${names(bodies).join(", ")} };`;
  const payload = payloadOf(
    names(bodies).map((name) => ({ name, isAsync: true })),
    { machine: { model: "async" } },
  );
  const world = worldOf(code, payload, { tracksFlow: true });
  const ends = new Set<string>();
  const { isComplete } = search(world, unlimited(), {
    atEnd(at) {
      const scope = at.vm.moduleScope;
      const valueOf = (name: string) => scope?.slots[scope.names.indexOf(name)];
      const results = at.threads.map(({ result }) => {
        const state = promiseState(result);
        return state === "pending" ? "pending" : state === "rejected" ? "threw" : settledValue(result);
      });
      ends.add(JSON.stringify([[valueOf("x"), valueOf("y")], results]));
    },
  });
  assert.ok(isComplete);
  return ends;
}

const runs = Number(process.env["FAULTLINE_RUNS"] ?? 60);
/** Micro-tasks run before the next immediate does. */
const drained = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Programs with more schedules are left out: each is run from its start. */
const mostSchedules = 1500;

test("search: model=async ends as V8 does under every schedule", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(program, async (bodies) => {
      const source = `${declarations}${threads(bodies)}\nreturn { threads: [${names(bodies).join(", ")}], end: () => [x, y] };`;
      const expected = await endsOnV8({ source }, mostSchedules, drained);
      if (expected === undefined) return;
      compared += 1;
      assert.deepEqual([...endsOnMachine(bodies)].sort(), [...expected].sort());
    }),
    { numRuns: runs, seed: Number(process.env["FAULTLINE_SEED"] ?? 3) },
  );
  assert.ok(compared > runs / 2, `${compared} programs were compared`);
});
