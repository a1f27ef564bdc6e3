import { defineController, ownerReference, type Kube, type KubeObject, type ObjectMeta, type Stored } from "faultline/controller";
import type { V1Ingress, V1Service } from "@kubernetes/client-node";

interface App {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { host: string; port: number };
}

const meta = (app: Stored<App>) => ({
  name: app.metadata.name,
  namespace: app.metadata.namespace,
  labels: { app: app.metadata.name },
  ownerReferences: [ownerReference(app)],
});

const serviceFor = (app: Stored<App>): V1Service => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: meta(app),
  spec: { selector: { app: app.metadata.name }, ports: [{ name: "http", port: app.spec.port }] },
});

const ingressFor = (app: Stored<App>): V1Ingress => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: meta(app),
  spec: {
    rules: [
      {
        host: app.spec.host,
        http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: app.metadata.name, port: { name: "http" } } } }] },
      },
    ],
  },
});

async function applyAll(kube: Kube, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) await kube.apply(object, { force: true });
}

export default defineController({
  name: "app",
  resource: { apiVersion: "run.example.com/v1", kind: "App" },
  owns: [
    { apiVersion: "v1", kind: "Service" },
    { apiVersion: "networking.k8s.io/v1", kind: "Ingress" },
  ],
  sample: "./sample.yaml",
  edits: [(app: App) => void (app.spec.host = "new.example.com")],
  desired: (app: App, world) => {
    const ingress = world.get<V1Ingress>("networking.k8s.io/v1", "Ingress", { namespace: "web", name: "shop" });
    return ingress?.spec?.rules?.[0]?.host === app.spec.host;
  },

  async reconcile(request, kube) {
    const app = await kube.get<App>("run.example.com/v1", "App", request);
    if (app === undefined || app.metadata.deletionTimestamp !== undefined) return;
    await applyAll(kube, [serviceFor(app), ingressFor(app)]);
  },
});
