import { open } from "node:fs/promises";

async function feature(index: number): Promise<number> {
  const file = await open("/rdma/features", "r");
  try {
    const value = Buffer.alloc(8);
    await file.read(value, 0, 8, index * 8);
    return value.readDoubleLE();
  } finally {
    await file.close();
  }
}

/** @process node=east */
export async function score(): Promise<number> {
  let total = 0;
  for (let index = 0; index < 64; index++) total += await feature(index);
  return total;
}
