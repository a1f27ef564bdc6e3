import { writeFileSync } from "node:fs";
import Mocha from "mocha";
import { testLimitMs } from "./helpers.ts";
import { suites } from "./suites.ts";

/** Entry of the tests inside the extension host: called by VS Code, rejects when a test fails. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: testLimitMs, slow: 5_000, reporter: "spec", color: false });
  for (const define of suites) {
    mocha.suite.emit("pre-require", globalThis, "", mocha);
    define();
  }
  const { passed, failed } = await new Promise<{ passed: number; failed: number }>((resolve) => {
    const runner = mocha.run((failures) => resolve({ passed: runner.stats?.passes ?? 0, failed: failures }));
  });
  const counts = process.env["FAULTLINE_COUNTS"];
  if (counts) writeFileSync(counts, JSON.stringify({ passed, failed }));
  if (failed > 0) throw new Error(`${failed} of ${passed + failed} tests failed`);
}
