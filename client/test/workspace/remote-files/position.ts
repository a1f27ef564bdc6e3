import { open } from "node:fs/promises";

const path = "/rdma/position";
const size = 24;

/** @process node=east */
export async function drive(): Promise<void> {
  const file = await open(path, "r+");
  const position = Buffer.alloc(size);
  position.writeDoubleLE(52.5, 0);
  position.writeDoubleLE(13.4, 8);
  position.writeDoubleLE(34, 16);
  await file.write(position, 0, size, 0);
  await file.close();
}

/** @process node=west */
export async function look(): Promise<string> {
  const file = await open(path, "r");
  const position = Buffer.alloc(size);
  await file.read(position, 0, size, 0);
  await file.close();
  return `${position.readDoubleLE(0)} ${position.readDoubleLE(8)}, ${position.readDoubleLE(16)} m`;
}
