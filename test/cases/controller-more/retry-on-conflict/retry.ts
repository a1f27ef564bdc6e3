import { ApiException } from "@kubernetes/client-node";

/** Runs `attempt` until it meets no conflict, three times at most. Each time it must read anew what it changes. */
export async function retryOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = 2; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiException) || error.code !== 409 || left === 0) throw error;
    }
  }
}
