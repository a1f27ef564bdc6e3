// Starts the embedded editor on 127.0.0.1 and stops it again.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** No telemetry, no updates, no welcome pages, no side bar of an assistant. */
const quietSettings = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "git.openRepositoryInParentFolders": "never",
  "window.restoreWindows": "none",
};

const failedHost = /Extension Host Process exited with code: (\w+), signal: (\w+)/;

/** A folder for the editor's data, with settings. */
export function prepareData(settings = {}, folder = mkdtempSync(join(tmpdir(), "faultline-editor-"))) {
  const user = join(folder, "user", "User");
  mkdirSync(user, { recursive: true });
  if (!existsSync(join(user, "settings.json")))
    writeFileSync(join(user, "settings.json"), JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
  return folder;
}

/** Installs a .vsix into the editor's data folder; offline. */
export function installExtension(editor, data, vsix, ...options) {
  return execFileSync(editor.node, [...baseArguments(editor, data), "--install-extension", vsix, ...options], {
    env: environment(),
    encoding: "utf8",
  });
}

/**
 * @param editor from `installEditor`
 * @param options `driver`: obey `extensionDevelopmentPath` in the address, for tests only; `port`: 0 for any
 * @returns {Promise<{ authority: string, data: string, pid: number, crashes: string[], url(place: object): string, stop(): Promise<void>, exited: Promise<void> }>}
 */
export async function startEditor(editor, { data = prepareData(), port = 0, driver = false, trust = true, env = {}, log = () => {} } = {}) {
  const chosenPort = (await isFree(port)) ? port || (await freePort()) : await freePort();
  const token = randomBytes(16).toString("hex");
  const listen = ["--host", "127.0.0.1", "--port", String(chosenPort), "--connection-token", token, "--telemetry-level", "off"];
  const child = spawn(
    editor.node,
    [
      ...baseArguments(editor, data),
      ...listen,
      ...(trust ? ["--disable-workspace-trust"] : []),
      ...(driver ? ["--enable-smoke-test-driver"] : []),
    ],
    { env: { ...environment(), ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const crashes = [];
  const exited = new Promise((ok) => child.once("exit", () => ok()));
  await ready(child, crashes, log);
  const authority = `127.0.0.1:${chosenPort}`;
  return {
    authority,
    data,
    pid: child.pid,
    crashes,
    exited,
    url: (place) => address(authority, token, place),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), 3000);
      await exited;
      clearTimeout(killer);
    },
  };
}

function ready(child, crashes, log) {
  return new Promise((ok, no) => {
    let output = "";
    const listen = (chunk) => {
      const text = String(chunk);
      log(text);
      if (output.length < 100_000) output += text;
      const failed = failedHost.exec(text);
      if (failed && (failed[1] !== "0" || failed[2] !== "null")) crashes.push(`code ${failed[1]}, signal ${failed[2]}`);
      if (/Extension host agent listening on \d+/.test(output)) ok();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", (code) => no(new Error(`the embedded editor ended with exit code ${code}\n${output}`)));
  });
}

/** `folder` to open, `files` to open in it, `extension` and `tests` to load from source (driver only). */
function address(authority, token, { folder, files = [], extension, tests }) {
  const remote = (path) => `vscode-remote://${authority}${path}`;
  const payload = [["skipWelcome", "true"], ...files.map((file) => ["openFile", remote(file)])];
  if (extension) payload.push(["extensionDevelopmentPath", remote(extension)]);
  if (tests) payload.push(["extensionTestsPath", remote(tests)]);
  const url = new URL(`http://${authority}/`);
  url.searchParams.set("tkn", token);
  url.searchParams.set("folder", folder);
  if (payload.length > 1) url.searchParams.set("payload", JSON.stringify(payload));
  return url.href;
}

const baseArguments = (editor, data) => [
  join(editor.vscode, "out/server-main.js"),
  "--accept-server-license-terms",
  "--server-data-dir",
  join(data, "server"),
  "--user-data-dir",
  join(data, "user"),
  "--extensions-dir",
  join(data, "extensions"),
];

/** Without an extension gallery the editor asks no other host for anything. */
const environment = () => ({ ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' });

function listenOn(port) {
  return new Promise((ok, no) => {
    const server = createServer();
    server.once("error", no);
    server.listen(port, "127.0.0.1", () => {
      const { port: actual } = server.address();
      server.close(() => ok(actual));
    });
  });
}
const freePort = () => listenOn(0);
const isFree = (port) =>
  listenOn(port).then(
    () => true,
    () => false,
  );
