import { open } from "node:fs/promises";
import { fetchAdd } from "faultline/remote-file";

async function countRequest(): Promise<void> {
  const file = await open("/rdma/requests", "r+");
  await fetchAdd(file, 0, 1n);
  await file.close();
}

/** @process node=east */
export async function serveEast(): Promise<void> {
  await countRequest();
}

/** @process node=west */
export async function serveWest(): Promise<void> {
  await countRequest();
}
