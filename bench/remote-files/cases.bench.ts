// All cases: from the text of an edited file to its verdict, in one process.
import { remoteFile } from "../../simulators/remote-file/index.ts";
import { printCaseTimes } from "../case-times.ts";

await printCaseTimes(remoteFile, "test/cases/remote-file");
