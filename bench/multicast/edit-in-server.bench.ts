// The same edit as somebody types it: language server, engine process and worker between the key and the squiggle.
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentsOf, startClient, type TestClient } from "../../server/testing/client.ts";
import { isQuick, median, milliseconds, printTable } from "../support.ts";
import { configText, groupCount, type Groups, randomGroups } from "./thousand-groups.ts";

declare const __ROOT__: string;

const server = join(__ROOT__, "dist/server/main.cjs");
const edits = isQuick ? 4 : 20;

async function main(): Promise<void> {
  if (!existsSync(server)) throw new Error(`${server} is not built: npm run build`);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "faultline-bench-")));
  const client = await startClient({ server, folder });
  try {
    const { first, times } = await typeEdits(client, `file://${folder}/bench.multicast.json`);
    printTable(
      `${groupCount} groups of 24 receivers, each a sender, on 27,648 hosts; from didChange to the diagnostic, waiting for quiet keys included`,
      [
        { what: "first diagnostics after opening", figure: milliseconds(first) },
        { what: `one group edited, median of ${edits}`, figure: milliseconds(median(times)) },
      ],
    );
  } finally {
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One group gets a host under each leaf of a pod, which takes its header over the budget, and loses them again. */
async function typeEdits(client: TestClient, uri: string): Promise<{ first: number; times: number[] }> {
  const groups: Groups = randomGroups();
  const documents = documentsOf(client.connection);
  const waitFor = async (isOver: boolean): Promise<number> => {
    const start = performance.now();
    await client.waitFor(uri, (diagnostics) => diagnostics.some(({ code }) => code === "FL3001") === isOver);
    return performance.now() - start;
  };
  const normal = groups[500] as string[];
  groups[500] = [...normal, "p3.l*.h0"];
  await documents.open(uri, configText(groups, { limits: { headerBytes: 150 } }));
  const first = await waitFor(true);
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit += 1) {
    const isOver = edit % 2 === 1;
    groups[500] = isOver ? [...normal, "p3.l*.h0"] : normal;
    await documents.change(uri, edit + 2, configText(groups, { limits: { headerBytes: 150 } }));
    times.push(await waitFor(isOver));
  }
  return { first, times };
}

await main();
