import type { Connection } from "./connection.ts";
import { inCluster } from "./in-cluster.ts";
import { connectionOf, readConfigs } from "./kubeconfig.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * The cluster to work with, found as `kubectl` does: the files of `KUBECONFIG`, else `~/.kube/config`, else the service account of the pod.
 *
 * @param given A path, or the text of a kubeconfig (of several lines): then nothing else is looked at.
 * @throws {Error} Nothing is found, or it cannot be used; the message says what to do.
 */
export async function connect(given: string | undefined, around: Surroundings): Promise<Connection> {
  if (given !== undefined) {
    const source = given.includes("\n")
      ? { name: "the kubeconfig given", text: given, folder: around.cwd }
      : { name: given, text: around.read(given), folder: around.folderOf(given) };
    return connectionOf(await readConfigs([source]), around);
  }
  const listed = (around.environment["KUBECONFIG"] ?? "").split(around.listSeparator).filter((path) => path !== "");
  const paths = listed.length > 0 ? listed : [around.homeConfig];
  const present = paths.filter((path) => around.exists(path));
  if (present.length > 0) {
    const sources = present.map((path) => ({ name: path, text: around.read(path), folder: around.folderOf(path) }));
    return connectionOf(await readConfigs(sources), around);
  }
  const own = inCluster(around);
  if (own !== undefined) return own;
  throw new Error(
    `no cluster to work with: ${paths.join(", ")} ${paths.length === 1 ? "does" : "do"} not exist, and this is no pod with a service account; set KUBECONFIG, or give runController a kubeconfig`,
  );
}
