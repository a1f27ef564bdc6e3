import { open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { compareAndSwap } from "faultline/remote-file";

const lease = 30_000n;

async function nightly(): Promise<void> {
  const file = await open("/rdma/cron", "r+");
  try {
    const word = Buffer.alloc(8);
    let mine = 0n;
    while (mine === 0n) {
      await file.read(word, 0, 8, 0);
      const until = word.readBigUInt64LE();
      const now = BigInt(Date.now());
      // Held until a time, after which the next one takes it over.
      if (until <= now && (await compareAndSwap(file, 0, until, now + lease)) === until) mine = now + lease;
      else await sleep(1_000);
    }
    await compareAndSwap(file, 0, mine, 0n);
  } finally {
    await file.close();
  }
}

/** @process node=one */
export async function nodeOne(): Promise<void> {
  await nightly();
}

/** @process node=two */
export async function nodeTwo(): Promise<void> {
  await nightly();
}
