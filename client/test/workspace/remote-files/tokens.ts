import { open } from "node:fs/promises";

/** @process node=east */
export async function isKnown(): Promise<boolean> {
  const file = await open("/rdma/tokens", "r");
  const token = Buffer.alloc(8);
  const { bytesRead } = await file.read(token, 0, 8, 0);
  if (bytesRead < 8) return false;
  if (token.readBigUInt64LE() === 0n) return false;
  await file.close();
  return true;
}
