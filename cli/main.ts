import { join } from "node:path";
import { atExit, requireAndKeepCode } from "../server/code-cache.ts";
import { cacheFolder } from "./cache-folder.ts";

// The program lies beside this file: a start of its own lets it load with its code of last time.
requireAndKeepCode(join(__dirname, "program.cjs"), cacheFolder(), atExit);
