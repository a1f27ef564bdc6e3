import { readFile, writeFile } from "node:fs/promises";

interface Settings {
  readonly workers: number;
}

const path = "/rdma/settings.json";

/** @process node=east */
export async function change(): Promise<void> {
  const settings: Settings = { workers: 8 };
  await writeFile(path, JSON.stringify(settings));
}

/** @process node=west */
export async function current(): Promise<Settings> {
  return JSON.parse(await readFile(path, "utf8")) as Settings;
}
