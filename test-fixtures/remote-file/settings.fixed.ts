import { readFile, rename, writeFile } from "node:fs/promises";

interface Settings {
  readonly workers: number;
}

const path = "/rdma/settings.json";

/** @process node=east */
export async function change(): Promise<void> {
  const settings: Settings = { workers: 8 };
  await writeFile(`${path}.draft`, JSON.stringify(settings));
  await rename(`${path}.draft`, path);
}

/** @process node=west */
export async function current(): Promise<Settings | undefined> {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      return JSON.parse(await readFile(path, "utf8")) as Settings;
    } catch (error) {
      // Another file has taken the name while this one was read.
      if ((error as NodeJS.ErrnoException).code !== "ESTALE") throw error;
    }
  }
  return undefined;
}
