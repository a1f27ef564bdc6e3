import { defineController, isOwnedBy, ownerReference, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1Deployment } from "@kubernetes/client-node";

interface Crawler {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { sites: number };
}

const sitesPerWorker = 4;

const workersFor = (sites: number): number => Math.ceil(sites / sitesPerWorker);

function deploymentFor(crawler: Stored<Crawler>): V1Deployment {
  const { name, namespace } = crawler.metadata;
  const labels = { crawler: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "worker", image: "crawler:1" }] } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, ownerReferences: [ownerReference(crawler)] },
    spec: { replicas: workersFor(crawler.spec.sites), selector: { matchLabels: labels }, template },
  };
}

export default defineController({
  name: "crawler",
  resource: { apiVersion: "web.example.com/v1", kind: "Crawler" },
  owns: [{ apiVersion: "apps/v1", kind: "Deployment" }],
  sample: "./sample.yaml",
  edits: [(crawler: Crawler) => void (crawler.spec.sites = 5)],

  desired(crawler: Crawler, world) {
    const [deployment] = world.list<V1Deployment>("apps/v1", "Deployment", { namespace: "web" });
    return (deployment?.spec?.replicas ?? 0) * sitesPerWorker >= crawler.spec.sites;
  },

  async reconcile(request, kube) {
    const crawler = await kube.get<Crawler>("web.example.com/v1", "Crawler", request, { fresh: true });
    if (crawler === undefined || crawler.metadata.deletionTimestamp !== undefined) return;
    const wanted = deploymentFor(crawler);
    const current = await kube.get<V1Deployment>("apps/v1", "Deployment", request, { fresh: true });
    if (current === undefined) await kube.create(wanted);
    else if (!isOwnedBy(current, crawler)) return { requeueAfterSeconds: 5 };
    else if (current.spec?.replicas !== wanted.spec?.replicas) {
      await kube.update({ ...current, spec: { ...current.spec!, replicas: wanted.spec!.replicas! } });
    }
  },
});
