// Run by the build, with the folder `dist`: keeps what V8 makes of the engine's worker beside it, once it has run a scenario of each kind.
import { join } from "node:path";
import { isMainThread, MessageChannel, type MessagePort, Worker, workerData } from "node:worker_threads";
import { defaultBudget } from "../../simulators/core/budget.ts";
import { simulators } from "../../simulators/registry.ts";
import { loadBundler } from "../bundler.ts";
import { requireAndKeepCode } from "../code-cache.ts";
import { createControl } from "../engine/control.ts";
import type { FromWorker, Job } from "../engine/messages.ts";
import { createPrograms } from "../program/programs.ts";
import { typescriptLoader } from "../typescript.ts";

/** Of the user's code: what a first scenario needs, others need too. */
const samples = [
  {
    path: "sample-controller.ts",
    text: `import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(CoreV1Api);
async function isThere(name: string, namespace: string): Promise<boolean> {
  try {
    await core.readNamespacedSecret({ name, namespace });
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === 404) return false;
    throw error;
  }
}
interface Sample { apiVersion: string; kind: string; metadata: { name: string; namespace: string; uid: string }; }
async function make(sample: Sample, name: string): Promise<void> {
  const { apiVersion, kind, metadata: { name: owner, namespace, uid } } = sample;
  const ownerReferences = [{ apiVersion, kind, name: owner, uid, controller: true }];
  await core.createNamespacedSecret({ namespace, body: { metadata: { name, ownerReferences }, stringData: { key: "value" } } });
}
/**
 * @reconcile example.com/v1 Sample
 * @sample ./sample.yaml
 * @owns v1 Secret
 */
export async function reconcile(sample: Sample): Promise<void> {
  const { namespace } = sample.metadata;
  if (await isThere("first", namespace)) return;
  await make(sample, "first");
  await make(sample, "second");
}
`,
  },
  {
    path: "sample-definition.ts",
    text: `import { defineController, ownerReference } from "faultline/controller";
export default defineController({
  name: "site",
  resource: { apiVersion: "example.com/v1", kind: "Site" },
  owns: [{ apiVersion: "apps/v1", kind: "Deployment" }],
  sample: { apiVersion: "example.com/v1", kind: "Site", metadata: { name: "shop", namespace: "web" }, spec: { replicas: 1 } },
  async reconcile(request, kube) {
    const site = await kube.get("example.com/v1", "Site", request);
    if (site === undefined) return;
    const { name, namespace } = request;
    if ((await kube.get("apps/v1", "Deployment", request)) !== undefined) return;
    const labels = { site: name };
    const spec = { containers: [{ name: "web", image: "web:1" }] };
    await kube.create({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace, ownerReferences: [ownerReference(site)] },
      spec: { replicas: site.spec.replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    });
  },
});
`,
  },
  {
    path: "sample.ts",
    text: `import { criticalSection } from "faultline/critical-section";
const account = { balance: 100 };
const take = (): void => { account.balance = account.balance - 10; };
/** @thread x2 */
export function withdraw(): void { criticalSection(take); take(); }
/** @finally */
export const done = (): boolean => account.balance === 60;
`,
  },
  {
    path: "sample.multicast.json",
    text: `{ "topology": { "pods": 1, "leavesPerPod": 1, "hostsPerLeaf": 2, "spinesPerPod": 1, "coresPerSpine": 1 },
  "groups": [{ "name": "sample", "tenant": 1, "address": "239.1.1.1", "receivers": [1], "senders": [0] }] }`,
  },
];

const sampleObject = `apiVersion: example.com/v1
kind: Sample
metadata: { name: main, namespace: web, uid: 11111111-1111-4111-8111-111111111111 }
spec: {}
`;

interface Given {
  readonly dist: string;
  readonly port: MessagePort;
}

if (isMainThread) await main(process.argv[2] ?? "dist");
else serve(workerData as Given);

/** The worker, and beside it a port on which it is told that it has been used. */
function serve({ dist, port }: Given): void {
  requireAndKeepCode(join(dist, "server", "worker.cjs"), join(dist, "server"), (keep) => port.once("message", keep));
  port.once("message", () => port.close());
}

async function main(dist: string): Promise<void> {
  const jobs = await jobsOf(dist);
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL(import.meta.url), { workerData: { dist, port: port2 } satisfies Given, transferList: [port2] });
  for (const job of jobs) await answerTo(worker, job);
  port1.postMessage("used");
  await new Promise((resolve) => port1.once("close", resolve));
  await worker.terminate();
}

async function jobsOf(dist: string): Promise<readonly Job[]> {
  const typescript = typescriptLoader(dist);
  const openTexts = () => [[join(dist, "sample.yaml"), sampleObject] as const];
  const programs = createPrograms({ bundler: () => loadBundler(dist), simulators, typescript, openTexts, now: () => performance.now() });
  const found = samples.flatMap((sample) => simulators.flatMap((simulator) => simulator.discover({ ...sample, typescript }).scenarios));
  const scenarios = await Promise.all(found.map((scenario) => programs.prepare(scenario, { folder: dist, folders: [dist] })));
  await programs.dispose();
  for (const { path, notRun } of scenarios) if (notRun) throw new Error(`${path} is not run: ${notRun.message}`);
  return scenarios.map((scenario, id) => ({ kind: "run", id, scenario, options: defaultBudget }));
}

/** @throws The worker failed. */
function answerTo(worker: Worker, job: Job): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "failed") reject(new Error(message.error.message));
      if (message.kind === "done" && message.id === job.id) resolve();
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage({ job, control: createControl() });
  });
}
