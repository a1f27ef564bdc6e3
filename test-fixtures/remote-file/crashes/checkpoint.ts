import { open } from "node:fs/promises";

const path = "/rdma/model";
const size = 24;

/** @process node=one */
export async function checkpoint(): Promise<void> {
  const file = await open(path, "r+");
  await file.write(Buffer.alloc(size, "step 2; "), 0, size, 8);
  await file.close();
}

/** @process node=two */
export async function restore(): Promise<string> {
  const file = await open(path, "r");
  const slot = Buffer.alloc(8);
  await file.read(slot, 0, 8, 0);
  const body = Buffer.alloc(size);
  await file.read(body, 0, size, 8 + slot.readUInt8() * size);
  await file.close();
  return body.toString("latin1");
}
