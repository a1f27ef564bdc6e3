import { open } from "node:fs/promises";

/** @process node=east */
export async function score(): Promise<number> {
  const file = await open("/rdma/features", "r");
  const value = Buffer.alloc(8);
  let total = 0;
  for (let index = 0; index < 64; index++) {
    await file.read(value, 0, 8, index * 8);
    total += value.readDoubleLE();
  }
  await file.close();
  return total;
}
