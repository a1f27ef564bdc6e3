/** The other side of a two-sided read: a process that has the bytes in memory and sends what it is asked for. */
import { readFileSync } from "node:fs";
import { createServer } from "node:net";

const record = 4096;
const [file = "", socket = ""] = process.argv.slice(2);
const memory = readFileSync(file);

createServer((connection) => {
  connection.on("error", () => connection.destroy());
  connection.on("data", (request) => {
    const at = request.readUInt32LE(0);
    connection.write(memory.subarray(at, at + record));
  });
}).listen(socket, () => process.stdout.write("ready\n"));
