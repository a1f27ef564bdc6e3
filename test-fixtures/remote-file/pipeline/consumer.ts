import { openSync, readSync, closeSync, writeFileSync } from "node:fs";
import { body, flag, path, size } from "./mail.ts";

const fd = openSync(path, "r");
const word = Buffer.alloc(size);
readSync(fd, word, 0, size, flag);
const isThere = word[0] === 1;
if (isThere) readSync(fd, word, 0, size, body);
closeSync(fd);
writeFileSync("/rdma/answer", isThere ? word : "none");
