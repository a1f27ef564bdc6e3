import { open } from "node:fs/promises";

/** @process node=shop */
export async function placeOrder(): Promise<string> {
  const file = await open("/rdma/order", "r+");
  await file.write(Buffer.from("9001...."), 0, 8, 0).catch(() => undefined);
  await file.close().catch(() => undefined);
  return "accepted";
}
