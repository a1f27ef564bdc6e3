import type { Connection } from "./connection.ts";
import type { Surroundings } from "./surroundings.ts";
import { tokenFromFile } from "./token-file.ts";

const folder = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * The cluster in which this process is a pod; undefined: it is none, or has no service account.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
 */
export function inCluster(around: Surroundings): Connection | undefined {
  const host = around.environment["KUBERNETES_SERVICE_HOST"];
  const port = around.environment["KUBERNETES_SERVICE_PORT"];
  if (!host || !port || !around.exists(`${folder}/token`)) return undefined;
  const token = tokenFromFile(`${folder}/token`, around);
  const readIfThere = (name: string): string | undefined =>
    around.exists(`${folder}/${name}`) ? around.read(`${folder}/${name}`) : undefined;
  const [ca, namespace] = [readIfThere("ca.crt"), readIfThere("namespace")?.trim()];
  return {
    server: new URL(`https://${host.includes(":") ? `[${host}]` : host}:${port}`),
    tls: ca === undefined ? {} : { ca },
    headers: () => Promise.resolve({ authorization: `Bearer ${token()}` }),
    ...(namespace === undefined || namespace === "" ? {} : { namespace }),
  };
}
