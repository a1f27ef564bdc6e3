import { readFileSync } from "node:fs";
import { open } from "node:fs/promises";

const path = "/rdma/ledger";

/** Both amounts in one aligned word, which is never torn. @process node=east */
export async function transfer(): Promise<void> {
  const file = await open(path, "r+");
  const pair = Buffer.alloc(8);
  await file.read(pair, 0, 8, 0);
  pair.writeUInt32LE(pair.readUInt32LE(0) - 30, 0);
  pair.writeUInt32LE(pair.readUInt32LE(4) + 30, 4);
  await file.write(pair, 0, 8, 0);
  await file.close();
}

/** @invariant */
export function totalIsKept(): boolean {
  const pair = readFileSync(path);
  return pair.readUInt32LE(0) + pair.readUInt32LE(4) === 100;
}
