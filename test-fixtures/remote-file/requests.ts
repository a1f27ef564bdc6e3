import { open } from "node:fs/promises";

async function countRequest(): Promise<void> {
  const file = await open("/rdma/requests", "r+");
  const word = Buffer.alloc(8);
  await file.read(word, 0, 8, 0);
  word.writeBigUInt64LE(word.readBigUInt64LE() + 1n);
  await file.write(word, 0, 8, 0);
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
