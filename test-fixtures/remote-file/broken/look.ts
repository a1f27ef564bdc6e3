import { readFile } from "node:fs/promises";

/** @process node=east */
export async function look(): Promise<number> {
  return (await readFile("/rdma/table")).length;
}
