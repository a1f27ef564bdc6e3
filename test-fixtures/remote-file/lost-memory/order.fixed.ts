import { open } from "node:fs/promises";

/** @process node=shop */
export async function placeOrder(): Promise<string> {
  const file = await open("/rdma/order", "r+");
  try {
    await file.write(Buffer.from("9001...."), 0, 8, 0);
    return "accepted";
  } catch {
    return "try again later";
  } finally {
    await file.close().catch(() => undefined);
  }
}
