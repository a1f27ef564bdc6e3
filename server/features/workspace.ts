import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
  FileChangeType,
} from "vscode-languageserver";
import { isCode } from "../analyse.ts";
import { isObject } from "../shape/check.ts";
import { fileOf, isInside, normalise } from "../workspace/addresses.ts";
import { scan } from "../workspace/scan.ts";
import { URI } from "vscode-uri";
import type { Documents } from "./documents.ts";
import { guardedEvent, type Host } from "./feature.ts";

/** Files of the workspace: found by a scan, watched afterwards. */
export interface WorkspaceFeature {
  /** After `initialized`: asks the client to watch, and scans. */
  begin(): Promise<void>;
  dispose(): void;
}

/** Entries of folders looked at in a scan, and files read, at most. */
const maximumEntries = 200_000;
const maximumFiles = 20_000;
/** Between two files the server answers requests; it reads so many at once. */
const filesAtOnce = 8;
/** After a switch of branches many files change at once; milliseconds. */
const settleMs = 500;

/** Everything that a simulator might claim now or later, and the current branch. */
const watched = ["**/*.{json,jsonc,yaml,yml,ts,tsx,mts,cts,js,jsx,mjs,cjs,txt}", "**/.git/HEAD"];

/** Does a file of this name decide where imports lead? */
const decidesImports = (uri: string): boolean => /\/(package|package-lock|[tj]sconfig[^/]*|pnpm-lock)\.(json|yaml)$/.test(uri);

export function serveWorkspace(host: Host, documents: Documents): WorkspaceFeature {
  const { connection, session, client, log } = host;
  let scanning = new AbortController();
  let settle: NodeJS.Timeout | undefined;

  async function scanAll(): Promise<void> {
    scanning.abort();
    scanning = new AbortController();
    const { signal } = scanning;
    for (const { uri } of session.folders()) {
      const folder = fileOf(uri);
      if (folder === undefined) continue;
      const { files, isCut } = await scan({ folder, claims: session.claims, maximumEntries, signal });
      await takeAll(files.slice(0, maximumFiles), signal);
      if (!signal.aborted && (isCut || maximumFiles < files.length))
        log(`${folder} has more files than are looked at; open a file to have it checked`);
    }
  }

  async function takeAll(files: readonly string[], signal: AbortSignal): Promise<void> {
    for (let at = 0; at < files.length && !signal.aborted; at += filesAtOnce) {
      await Promise.all(files.slice(at, at + filesAtOnce).map((file) => takeQuietly(file)));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A file found by a scan: a piece of code that cannot be read is none of our business. */
  async function takeQuietly(file: string): Promise<void> {
    const uri = URI.file(file).toString();
    if (documents.isOpen(uri)) return;
    const source = await documents.readSettled(file);
    if (documents.isOpen(uri)) return;
    if (source.kind === "text") session.quietly(() => session.files.set(uri, source.text, undefined));
    else if (source.kind === "refused" && !isCode(file)) session.quietly(() => session.refuse(uri, source.message));
  }

  async function filesChanged({ changes }: DidChangeWatchedFilesParams): Promise<void> {
    documents.disturb();
    if (changes.some(({ uri, type }) => type !== FileChangeType.Changed || decidesImports(uri))) session.dependenciesChanged();
    for (const { uri, type } of changes) {
      if (!documents.isOpen(uri)) session.dependencyChanged(uri, undefined);
      if (session.isSought(uri)) rescanSoon();
      if (uri.endsWith("/.git/HEAD")) rescanSoon();
      else if (type === FileChangeType.Deleted) forget(uri);
      else if (!documents.isOpen(uri)) await documents.readFromDisk(uri);
    }
  }

  /** A file, or a folder with all that was in it. What is open stays: the editor still shows it. */
  function forget(uri: string): void {
    for (const file of Array.from(session.files.all.values())) {
      if (isInside(file.uri, normalise(uri)) && !documents.isOpen(file.uri)) session.files.remove(file.uri);
    }
  }

  function rescanSoon(): void {
    clearTimeout(settle);
    settle = setTimeout(() => {
      void renewAll().catch((error: unknown) => log(`scan: ${String(error)}`));
    }, settleMs);
  }

  /** What is known may have gone, and there may be more. */
  async function renewAll(): Promise<void> {
    for (const file of Array.from(session.files.all.values())) if (!documents.isOpen(file.uri)) await documents.readFromDisk(file.uri);
    await scanAll();
  }

  async function readConfiguration(): Promise<void> {
    if (!client.capabilities.workspace?.configuration) return;
    const settings: unknown = await connection.workspace.getConfiguration("faultline");
    if (isObject(settings)) await changeSettings(settings);
  }

  async function changeSettings(value: unknown): Promise<void> {
    const before = JSON.stringify(session.settings().simulators);
    session.setSettings(value);
    if (client.capabilities.workspace?.inlayHint?.refreshSupport) await connection.sendRequest("workspace/inlayHint/refresh");
    // A simulator that was switched on claims files that nobody has looked at.
    if (JSON.stringify(session.settings().simulators) === before) return;
    documents.reopen();
    rescanSoon();
  }

  connection.onDidChangeWatchedFiles(guardedEvent(host, "watched files", filesChanged));
  connection.onDidChangeConfiguration(
    guardedEvent(host, "settings", async ({ settings }: { settings: unknown }) => {
      const own = isObject(settings) ? settings["faultline"] : undefined;
      if (isObject(own)) await changeSettings(own);
      else await readConfiguration();
    }),
  );

  return {
    async begin() {
      const { didChangeWatchedFiles, didChangeConfiguration, workspaceFolders } = client.capabilities.workspace ?? {};
      if (didChangeWatchedFiles?.dynamicRegistration) {
        const watchers = watched.map((globPattern) => ({ globPattern }));
        await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      }
      if (didChangeConfiguration?.dynamicRegistration && !client.isFaultlineClient) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: "faultline" });
      }
      if (workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(
          guardedEvent(host, "folders", async ({ added, removed }) => {
            const kept = session.folders().filter((folder) => removed.every(({ uri }) => normalise(uri) !== normalise(folder.uri)));
            session.setFolders([...kept, ...added.map(({ uri }) => ({ uri }))]);
            for (const { uri } of removed) forget(uri);
            await scanAll();
          }),
        );
      }
      if (!client.isFaultlineClient) await readConfiguration();
      await scanAll();
    },
    dispose() {
      scanning.abort();
      clearTimeout(settle);
    },
  };
}
