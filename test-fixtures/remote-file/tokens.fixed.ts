import { open } from "node:fs/promises";

/** @process node=east */
export async function isKnown(): Promise<boolean> {
  const file = await open("/rdma/tokens", "r");
  try {
    const token = Buffer.alloc(8);
    const { bytesRead } = await file.read(token, 0, 8, 0);
    return bytesRead === 8 && token.readBigUInt64LE() !== 0n;
  } finally {
    await file.close();
  }
}
