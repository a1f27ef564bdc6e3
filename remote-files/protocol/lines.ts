import type { Socket } from "node:net";

/** Sends one message as a line of JSON. */
export function sendLine(socket: Socket, message: unknown): void {
  if (!socket.destroyed && socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `take` for each line of JSON. What breaks the rules of the connection ends it. */
export function readLines(socket: Socket, take: (message: unknown) => void): void {
  let rest: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      const line = Buffer.concat([...rest, chunk.subarray(from, end)]).toString("utf8");
      rest = [];
      from = end + 1;
      const message = parse(line);
      if (message === undefined) return void socket.destroy();
      take(message);
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  });
}

const newline = 10;

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
