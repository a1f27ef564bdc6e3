/**
 * @reconcile cache.example.com/v1 Cache
 * @sample ./small.yaml
 * @crd ./cache-crd.yaml
 */
export async function reconcile(): Promise<void> {}
