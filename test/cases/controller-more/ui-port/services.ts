import { HttpError, type CoreV1Api, type V1Service } from "@kubernetes/client-node";

/** Services of one namespace. */
export class Services {
  constructor(
    readonly core: CoreV1Api,
    readonly namespace: string,
  ) {}

  async find(name: string): Promise<V1Service | undefined> {
    try {
      const { body } = await this.core.readNamespacedService(name, this.namespace);
      return body;
    } catch (error) {
      if (error instanceof HttpError && error.statusCode === 404) return undefined;
      throw error;
    }
  }

  async create(service: V1Service): Promise<void> {
    await this.core.createNamespacedService(this.namespace, service);
  }

  async remove(service: V1Service): Promise<void> {
    const { name = "", uid } = service.metadata ?? {};
    await this.core.deleteNamespacedService(name, this.namespace, undefined, undefined, undefined, undefined, undefined, { preconditions: { uid } });
  }
}
