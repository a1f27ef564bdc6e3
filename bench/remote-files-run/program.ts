/** What is measured, inside a program of `faultline remote-files run`: the same reads one-sided, in a file of the host's memory, and by calls to another process. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readSync, statSync, writeFileSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { connect } from "node:net";

/** Microseconds: the middle one of many. */
export interface Figures {
  readonly remote: number;
  readonly host: number;
  readonly remotePromise: number;
  readonly hostPromise: number;
  readonly remoteWrite: number;
  readonly hostWrite: number;
  readonly twoSided: number;
  readonly open: number;
}

const record = 4096;
const records = 256;

async function main(hostFile: string, socket: string, server: string, rounds: number): Promise<void> {
  const content = Buffer.alloc(record * records).map((_, index) => index >> 12);
  writeFileSync("/rdma/data", content);
  writeFileSync(hostFile, content);
  const remote = openSync("/rdma/data", "r+");
  const host = openSync(hostFile, "r+");
  const child = spawn(process.execPath, [server, hostFile, socket], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  // Turn and turn about, so that whatever else the machine does meets all alike.
  const turns = Array.from({ length: 8 }, () => rounds / 8);
  const times: Record<string, number[]> = {};
  for (const turn of turns) {
    const take = (name: string, values: readonly number[]): void => void (times[name] ??= []).push(...values);
    take(
      "remote",
      sync(turn, (buffer, at) => readSync(remote, buffer, 0, record, at)),
    );
    take(
      "host",
      sync(turn, (buffer, at) => readSync(host, buffer, 0, record, at)),
    );
    take(
      "remoteWrite",
      sync(turn, (buffer, at) => writeSync(remote, buffer, 0, record, at)),
    );
    take(
      "hostWrite",
      sync(turn, (buffer, at) => writeSync(host, buffer, 0, record, at)),
    );
    take("remotePromise", await handleReads("/rdma/data", turn / 8));
    take("hostPromise", await handleReads(hostFile, turn / 8));
    take("twoSided", await calls(socket, turn / 16));
    take("open", opens(Math.max(5, turn / 200)));
  }
  child.kill();
  closeSync(remote);
  if (statSync("/rdma/data").size !== content.length) throw new Error("the file is not what was written");
  process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, values]) => [name, middle(values)]))));
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >>> 1] ?? 0;
}

const placeOf = (round: number): number => ((round * 7919) % records) * record;

function sync(rounds: number, read: (buffer: Buffer, at: number) => number): number[] {
  const buffer = Buffer.alloc(record);
  return Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    const got = read(buffer, placeOf(round));
    const time = (performance.now() - start) * 1000;
    if (got !== record) throw new Error(`${got} bytes`);
    return time;
  });
}

async function handleReads(path: string, rounds: number): Promise<number[]> {
  const handle = await open(path);
  const buffer = Buffer.alloc(record);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await handle.read(buffer, 0, record, placeOf(round));
    times.push((performance.now() - start) * 1000);
  }
  await handle.close();
  return times;
}

/** Asks the other process for each record, as a file server is asked. */
async function calls(socket: string, rounds: number): Promise<number[]> {
  const connection = connect(socket);
  await once(connection, "connect");
  const request = Buffer.alloc(8);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    request.writeUInt32LE(placeOf(round));
    await new Promise<void>((resolve) => {
      let missing = record;
      const take = (part: Buffer): void => {
        missing -= part.length;
        if (missing > 0) return;
        connection.off("data", take);
        resolve();
      };
      connection.on("data", take);
      connection.write(request);
    });
    times.push((performance.now() - start) * 1000);
  }
  connection.destroy();
  return times;
}

function opens(rounds: number): number[] {
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    const file = openSync("/rdma/data", "r");
    const time = (performance.now() - start) * 1000;
    closeSync(file);
    return time;
  });
}

const [hostFile = "", socket = "", server = "", rounds = "80000"] = process.argv.slice(2);
void main(hostFile, socket, server, Number(rounds));
