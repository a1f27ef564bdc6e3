import { bugs } from "./bad-input.suite.ts";
import { commands } from "./commands.suite.ts";
import { controllers } from "./controllers.suite.ts";
import { findings } from "./findings.suite.ts";
import { panel } from "./panel.suite.ts";
import { remoteFiles } from "./remote-files.suite.ts";
import { sections } from "./sections.suite.ts";

/** Each defines its tests when it is called. */
export const suites: readonly (() => void)[] = [findings, sections, controllers, remoteFiles, commands, panel, bugs];
