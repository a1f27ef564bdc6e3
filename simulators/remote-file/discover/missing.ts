import type { Fix } from "../../../protocol/problem.ts";
import { startOfFile } from "../../../protocol/source.ts";
import { badTag } from "../../core/source/complaint.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { configurationName } from "../config/index.ts";
import type { Configured } from "./discover.ts";
import type { TaggedProcess } from "./declarations.ts";

/** FL4000 at the tags: there is no configuration, and how one is made. */
export function withoutConfiguration(parsed: Parsed, processes: readonly TaggedProcess[]): Configured {
  const message = `There is no \`${configurationName}\` in the folder of this file or above it, so nothing says which paths lie in remote memory`;
  const fix = makeConfiguration(parsed, processes);
  const complaints = processes.map(({ tag }) => ({ ...badTag(tag, "error", message, [fix]), code: "FL4000" as const }));
  return { complaints, reason: { code: "FL4000", message } };
}

/** A configuration beside the file: one mount, the nodes that the tags name, a manager and a memory node. */
function makeConfiguration({ path, text }: Parsed, processes: readonly TaggedProcess[]): Fix {
  const file = `${path.slice(0, path.lastIndexOf("/") + 1)}${configurationName}`;
  const named = new Set(processes.map(({ node }) => node).filter((name) => name !== ""));
  const apps = named.size === 0 ? ["app"] : [...named];
  const nodes = [
    ...apps.map((name) => ({ name, role: "app" })),
    { name: free("manager", named), role: "manager" },
    { name: free("memory", named), role: "memory" },
  ];
  const lines = [
    "{",
    `  "mounts": [{ "prefix": ${JSON.stringify(prefixIn(text))} }],`,
    '  "nodes": [',
    nodes.map(({ name, role }) => `    { "name": ${JSON.stringify(name)}, "role": "${role}" }`).join(",\n"),
    "  ]",
    "}",
    "",
  ];
  const title = `Create ${configurationName}`;
  return { title, creates: file, edits: [{ path: file, range: startOfFile, newText: lines.join("\n") }], preferred: true };
}

const free = (name: string, taken: ReadonlySet<string>): string => (taken.has(name) ? free(`${name}1`, taken) : name);

/** The first folder of the first absolute path of the text that is none of the host's. */
function prefixIn(text: string): string {
  for (const [, folder = ""] of text.matchAll(/["'`](\/[A-Za-z][\w.-]*)\//g)) if (!hostFolders.has(folder)) return folder;
  return "/rdma";
}

const hostFolders: ReadonlySet<string> = new Set([
  "/tmp",
  "/dev",
  "/proc",
  "/etc",
  "/usr",
  "/var",
  "/home",
  "/bin",
  "/opt",
  "/sys",
  "/run",
]);
