import { open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { compareAndSwap } from "faultline/remote-file";

async function nightly(owner: bigint): Promise<void> {
  const file = await open("/rdma/cron", "r+");
  try {
    while ((await compareAndSwap(file, 0, 0n, owner)) !== 0n) await sleep(10);
    await compareAndSwap(file, 0, owner, 0n);
  } finally {
    await file.close();
  }
}

/** @process node=one */
export async function nodeOne(): Promise<void> {
  await nightly(1n);
}

/** @process node=two */
export async function nodeTwo(): Promise<void> {
  await nightly(2n);
}
