import { open } from "node:fs/promises";

/** @process node=east */
export async function fill(): Promise<void> {
  const file = await open("/rdma/rows", "r+");
  const writes: Promise<unknown>[] = [];
  for (let index = 0; index < 3; index++) {
    const row = Buffer.alloc(8);
    row.writeBigUInt64LE(BigInt(index + 1));
    writes.push(file.write(row, 0, 8, index * 8));
  }
  await Promise.all(writes);
  await file.close();
}
