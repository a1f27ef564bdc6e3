import { open } from "node:fs/promises";

/** @process node=east */
export async function goOnline(): Promise<string> {
  const file = await open("/rdma/presence", "r+");
  const seen = Buffer.from("online!!");
  file.write(seen, 0, 8, 0);
  await file.close();
  return "online";
}
