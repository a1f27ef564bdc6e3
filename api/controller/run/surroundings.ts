import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";

/** What of this machine says where a cluster is. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** `~/.kube/config` */
  readonly homeConfig: string;
  /** Between the paths of `KUBECONFIG`. */
  readonly listSeparator: string;
  exists(path: string): boolean;
  /** @throws {Error} */
  read(path: string): string;
  folderOf(path: string): string;
  /** `path` as seen from `folder`. */
  resolve(folder: string, path: string): string;
}

export const thisMachine = (): Surroundings => ({
  environment: process.env,
  cwd: process.cwd(),
  homeConfig: join(homedir(), ".kube", "config"),
  listSeparator: delimiter,
  exists: existsSync,
  read(path) {
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  },
  folderOf: (path) => dirname(resolve(path)),
  resolve,
});
