import { readFileSync } from "node:fs";
import { open } from "node:fs/promises";

const path = "/rdma/ledger";

/** @process node=east */
export async function transfer(): Promise<void> {
  const file = await open(path, "r+");
  const pair = Buffer.alloc(16);
  await file.read(pair, 0, 16, 0);
  pair.writeBigUInt64LE(pair.readBigUInt64LE(0) - 30n, 0);
  pair.writeBigUInt64LE(pair.readBigUInt64LE(8) + 30n, 8);
  await file.write(pair, 0, 16, 0);
  await file.close();
}

/** @invariant */
export function totalIsKept(): boolean {
  const pair = readFileSync(path);
  return pair.readBigUInt64LE(0) + pair.readBigUInt64LE(8) === 100n;
}
