// Installs the VS Code server that ships inside the npm package `code-server` into a git-ignored folder of its own.
// No postinstall script runs; two small native modules are built. A second call does nothing. Why so: docs/decisions/0003-embedded-editor.md.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { npm, root, say } from "../setup.mjs";

const codeServer = "4.139.1";
const nodeForEditor = "24.21.0";
const watcher = "2.5.6";

/** Parts of the server that we never use, together about 180 MB. */
const unused = [
  "node_modules/@github",
  "node_modules/@microsoft/mxc-sdk",
  "extensions/copilot",
  "extensions/mermaid-markdown-features",
  "extensions/microsoft-authentication",
];

/** @returns {{ vscode: string, node: string }} folder of the server, and the Node that runs it */
export function installEditor() {
  const folder = process.env["FAULTLINE_EDITOR"] ?? join(root, ".editor");
  const vscode = join(folder, "node_modules/code-server/lib/vscode");
  const nodePackage = needsOwnNode() ? `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}` : undefined;
  const node = nodePackage
    ? join(folder, "node_modules", nodePackage, process.platform === "win32" ? "bin/node.exe" : "bin/node")
    : process.execPath;
  const stamp = join(folder, ".stamp");
  const want = `${codeServer} ${process.platform}-${process.arch} ${nodePackage ?? process.version} 1`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === want) return { vscode, node };

  say(`installing the embedded editor (code-server ${codeServer}, about half a minute)`);
  mkdirSync(folder, { recursive: true });
  const dependencies = { "code-server": codeServer, "@parcel/watcher": watcher, ...(nodePackage ? { [nodePackage]: nodeForEditor } : {}) };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  npm(folder, ["install", "--ignore-scripts"]);
  npm(vscode, ["install", "--ignore-scripts", "--omit=dev", "--omit=optional"]);
  npm(join(vscode, "extensions"), ["install", "--ignore-scripts", "--omit=dev"]);
  buildNative(vscode, nodePackage ? join(folder, "node_modules", nodePackage) : undefined);
  for (const path of unused) rmSync(join(vscode, path), { recursive: true, force: true });
  writeFileSync(stamp, want);
  return { vscode, node };
}

/** The server uses `module.registerHooks`: Node 22.15 or 24. */
function needsOwnNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return !(major >= 24 || (major === 22 && minor >= 15));
}

/** Without spdlog the output channels of extensions stay empty; everything else works. */
function buildNative(vscode, nodeFolder) {
  const env = { ...process.env };
  if (nodeFolder) {
    env["npm_config_nodedir"] = nodeFolder;
    env["PATH"] = `${join(nodeFolder, "bin")}${delimiter}${process.env["PATH"]}`;
  }
  try {
    npm(vscode, ["rebuild", "@vscode/spdlog", "@vscode/native-watchdog"], env);
  } catch {
    say("the log module of the embedded editor was not built (g++, make and python3 are needed): output panels will be empty");
  }
}
