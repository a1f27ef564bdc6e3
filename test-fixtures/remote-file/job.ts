import { open } from "node:fs/promises";

/** @process node=east */
export async function submit(): Promise<void> {
  const file = await open("/rdma/job", "r+");
  const ready = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  const job = Buffer.from("resize 7");
  await file.write(ready, 0, 8, 0);
  await file.write(job, 0, 8, 8);
  await file.close();
}

/** @process node=west */
export async function take(): Promise<string | undefined> {
  const file = await open("/rdma/job", "r");
  const word = Buffer.alloc(8);
  await file.read(word, 0, 8, 0);
  const isReady = word[0] === 1;
  if (isReady) await file.read(word, 0, 8, 8);
  await file.close();
  return isReady ? word.toString("latin1") : undefined;
}
