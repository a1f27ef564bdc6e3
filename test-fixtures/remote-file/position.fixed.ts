import { open } from "node:fs/promises";

const path = "/rdma/position";
const size = 24;
const word = 8;

/** A version before the record: odd while it is written. @process node=east */
export async function drive(): Promise<void> {
  const file = await open(path, "r+");
  const version = Buffer.alloc(word);
  version.writeBigUInt64LE(1n);
  await file.write(version, 0, word, 0);
  const position = Buffer.alloc(size);
  position.writeDoubleLE(52.5, 0);
  position.writeDoubleLE(13.4, 8);
  position.writeDoubleLE(34, 16);
  await file.write(position, 0, size, word);
  const done = Buffer.alloc(word);
  done.writeBigUInt64LE(2n);
  await file.write(done, 0, word, 0);
  await file.close();
}

/** @process node=west */
export async function look(): Promise<string | undefined> {
  const file = await open(path, "r");
  try {
    const version = Buffer.alloc(word);
    const position = Buffer.alloc(size);
    for (let attempt = 0; attempt < 3; attempt++) {
      await file.read(version, 0, word, 0);
      const before = version.readBigUInt64LE();
      await file.read(position, 0, size, word);
      await file.read(version, 0, word, 0);
      if (before % 2n === 1n || version.readBigUInt64LE() !== before) continue;
      return `${position.readDoubleLE(0)} ${position.readDoubleLE(8)}, ${position.readDoubleLE(16)} m`;
    }
    return undefined;
  } finally {
    await file.close();
  }
}
