import { ApiException, CoreV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";

interface Page {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; uid: string; deletionTimestamp?: string };
  spec: { markdown: string };
}

const pages = { group: "docs.example.com", version: "v1", plural: "pages" };

/** Rendering is slow and depends on the text alone. */
const rendered = new Map<string, string>();

function render(markdown: string): string {
  const known = rendered.get(markdown);
  if (known !== undefined) return known;
  const html = markdown.replace(/^# (.*)$/gm, "<h1>$1</h1>").replace(/\*(.+?)\*/g, "<em>$1</em>");
  rendered.set(markdown, html);
  return html;
}

class PageHandler {
  constructor(
    private readonly core: CoreV1Api,
    private readonly custom: CustomObjectsApi,
  ) {
    this.handle = this.handle.bind(this);
  }

  async handle(event: string, page: Page): Promise<void> {
    if (event === "DELETED") {
      console.log(`page ${page.metadata.name} has gone, and the garbage collector takes the rest`);
      return;
    }
    const { namespace, name } = page.metadata;
    const live = (await this.orMissing(this.custom.getNamespacedCustomObject({ ...pages, namespace, name }))) as Page | undefined;
    if (live === undefined || live.metadata.deletionTimestamp) return;
    await this.publish(live);
  }

  private async publish({ apiVersion, kind, metadata: { name, namespace, uid }, spec }: Page): Promise<void> {
    const data = { "index.html": render(spec.markdown) };
    const current = await this.orMissing(this.core.readNamespacedConfigMap({ namespace, name }));
    if (current === undefined) {
      const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
      await this.core.createNamespacedConfigMap({ namespace, body: { metadata: { name, ownerReferences }, data } });
    } else if (current.data?.["index.html"] !== data["index.html"]) {
      const strategy = setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch);
      await this.core.patchNamespacedConfigMap({ namespace, name, body: { data } }, strategy);
    }
  }

  private async orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
    return answer.catch((error: unknown) => {
      if (error instanceof ApiException && error.code === 404) return undefined;
      throw error;
    });
  }
}

const config = new KubeConfig();
config.loadFromDefault();
const { handle } = new PageHandler(config.makeApiClient(CoreV1Api), config.makeApiClient(CustomObjectsApi));

/**
 * @reconcile docs.example.com/v1 Page
 * @sample ./sample.yaml
 * @edit spec.markdown="*new*"
 * @owns v1 ConfigMap
 */
export async function onEvent(page: Page, event: string): Promise<void> {
  await handle(event, page);
}
