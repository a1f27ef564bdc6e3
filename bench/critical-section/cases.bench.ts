// All cases: from the text of an edited file to its verdict, in one process.
import { criticalSection } from "../../simulators/critical-section/index.ts";
import { printCaseTimes } from "../case-times.ts";

await printCaseTimes(criticalSection, "test/cases/critical-section");
