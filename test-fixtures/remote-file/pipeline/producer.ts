import { open } from "node:fs/promises";
import { body, flag, path, size } from "./mail.ts";

const file = await open(path, "r+");
await file.write(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]), 0, size, flag);
await file.write(Buffer.from("letter 1"), 0, size, body);
await file.close();
