import { workspace } from "vscode";
import { defaultSettings, type Settings } from "../../protocol/requests.ts";

/** The section `faultline` as it is now. */
export function currentSettings(): Settings {
  const section = workspace.getConfiguration("faultline");
  const read = <Name extends keyof Settings>(name: Name): Settings[Name] => section.get<Settings[Name]>(name) ?? defaultSettings[name];
  return {
    run: read("run"),
    timeLimit: read("timeLimit"),
    memoryLimit: read("memoryLimit"),
    workers: read("workers"),
    seed: read("seed"),
    inlayHints: read("inlayHints"),
    simulators: read("simulators"),
  };
}
