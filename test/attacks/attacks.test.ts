import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Report, Result } from "../../protocol/report.ts";
import { buildProgram, type Program, workspace } from "../cli/programs.ts";
import { attacks as sectionAttacks } from "./attacks.ts";
import { configuration, remoteFileAttacks, stolen } from "./remote-file-attacks.ts";

const attacks = [...sectionAttacks, ...remoteFileAttacks];

/** Right, and checked in the same engine between the attacks. */
const neighbour = `
import { criticalSection } from "faultline/critical-section";
const account = { balance: 100 };
/** @thread x2 */
export function withdraw(): void {
  criticalSection(() => {
    account.balance -= 10;
  });
}
/** @finally */
export const bothDone = (): boolean => account.balance === 80;
`;

let program: Program;
let server: Server;
let connections = 0;
let results: readonly Result[];
let place: ReturnType<typeof workspace>;

before(async () => {
  program = await buildProgram();
  server = createServer(() => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = String(typeof address === "object" ? address?.port : 0);
  const files = attacks.flatMap(({ name, text }) => [
    [`${name}.ts`, text.replaceAll("PORT", port)],
    [`${name}-next.ts`, neighbour],
  ]);
  place = workspace({ ...(Object.fromEntries(files) as Record<string, string>), "faultline.remote-files.json": configuration });
  results = [...(await check("critical-section", 20)), ...(await check("remote-file", 20))];
});
after(() => {
  place.remove();
  server.close();
  program.remove();
});

/** Those of one simulator. What is bounded by work ends by itself; the time is only for what is not, and long enough that a busy machine changes no verdict. */
async function check(simulator: string, seconds: number): Promise<readonly Result[]> {
  const options = ["--no-cache", "--format", "json", "--workers", "2", "--time-limit", String(seconds)];
  const { out, err } = await program.start(place.folder, ["check", "--simulator", simulator, ...options]);
  assert.notEqual(out, "", err);
  return (JSON.parse(out) as Report).results;
}

function resultOf(path: string): Result {
  const result = results.find((one) => one.path === path);
  assert.ok(result, `there is no result of ${path}`);
  return result;
}

for (const { name, verdicts, codes, text } of attacks) {
  test(`attack: ${name} is contained, and told`, (t) => {
    const { verdict, reason, problems, stats } = resultOf(`${name}.ts`);
    t.diagnostic(`${verdict} ${JSON.stringify(reason ?? {})} after ${stats.milliseconds} ms`);
    assert.ok(verdicts.includes(verdict), `${verdict}: ${JSON.stringify(problems)}`);
    assert.notEqual(reason?.code, "FL0001");
    if (codes.length === 0) return;
    const line = text.split("\n").findIndex((one) => one.endsWith("// here"));
    const there = problems.filter(({ range }) => range.start.line === line).map(({ code }) => code);
    assert.ok(
      there.some((code) => codes.includes(code)),
      `line ${line}: ${JSON.stringify(problems)}`,
    );
  });
}

test("attacks: what is checked beside them is not affected", () => {
  for (const { name } of attacks) assert.equal(resultOf(`${name}-next.ts`).verdict, "holds", name);
});

test("attacks: no file was written, no connection was made", () => {
  assert.deepEqual(
    readdirSync(place.folder).filter((name) => !name.endsWith(".ts")),
    ["faultline.remote-files.json"],
  );
  assert.ok(!existsSync(join(program.folder, "stolen")));
  assert.ok(!existsSync(stolen));
  assert.equal(connections, 0);
});
