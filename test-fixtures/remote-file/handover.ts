import { open } from "node:fs/promises";

/** @process node=east */
export async function offer(): Promise<void> {
  const file = await open("/rdma-shared/offer", "w");
  await file.write(Buffer.from("seven..."), 0, 8, 0);
  await file.close();
}

/** @process node=west */
export async function accept(): Promise<string> {
  const file = await open("/rdma/offer", "r");
  const word = Buffer.alloc(8);
  await file.read(word, 0, 8, 0);
  await file.close();
  return word.toString("latin1");
}
