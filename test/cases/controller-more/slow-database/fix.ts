import { addFinalizer, defineController, externalSystem, isDeleting, removeFinalizer, type ObjectMeta } from "faultline/controller";

interface Database {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: { size: number };
  status?: { observedGeneration?: number; phase?: "Creating" | "Ready" };
}

interface Cloud {
  databases: Record<string, { size: number; state: "creating" | "available" | "deleting" }>;
}

const finalizer = "cloud.example.com/database";
const initial: Cloud = { databases: {} };

export default defineController({
  name: "database",
  resource: { apiVersion: "cloud.example.com/v1", kind: "Database" },
  sample: "./sample.yaml",
  edits: [(database: Database) => void (database.spec.size = 2)],

  external: {
    cloud: externalSystem({
      initial,
      operations: {
        describe: (state, id: string) => state.databases[id],
        create: (state, id: string, size: number) => void (state.databases[id] ??= { size, state: "creating" }),
        resize(state, id: string, size: number) {
          const database = state.databases[id];
          if (database?.state !== "available") throw new Error(`${id} is not available`);
          database.size = size;
        },
        destroy(state, id: string) {
          const database = state.databases[id];
          if (database !== undefined) database.state = "deleting";
        },
      },
      progress(state) {
        for (const [id, database] of Object.entries(state.databases)) {
          if (database.state === "creating") database.state = "available";
          else if (database.state === "deleting") delete state.databases[id];
        }
      },
    }),
  },

  async reconcile(request, kube, { cloud }) {
    const found = await kube.get<Database>("cloud.example.com/v1", "Database", request, { fresh: true });
    if (found === undefined) return;
    const id = `${request.name}-${found.metadata.uid}`;
    if (isDeleting(found)) {
      if (!found.metadata.finalizers?.includes(finalizer)) return;
      if ((await cloud.describe(id)) !== undefined) {
        await cloud.destroy(id);
        return { requeueAfterSeconds: 10 };
      }
      await removeFinalizer(kube, found, finalizer);
      return;
    }
    const database = await addFinalizer(kube, found, finalizer);
    const { size } = database.spec;
    const remote = await cloud.describe(id);
    if (remote === undefined) await cloud.create(id, size);
    if (remote?.state !== "available") return { requeueAfterSeconds: 10 };
    if (remote.size !== size) await cloud.resize(id, size);

    const observedGeneration = database.metadata.generation;
    if (database.status?.observedGeneration === observedGeneration) return;
    await kube.updateStatus({ ...database, status: { observedGeneration, phase: "Ready" } });
  },
});
