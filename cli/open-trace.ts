import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Trace } from "../protocol/trace.ts";
import { writeTrace } from "../server/export/trace.ts";
import { makeFolder } from "../server/make-folder.ts";
import { cacheFolder } from "./cache-folder.ts";
import type { Terminal } from "./terminal.ts";

/** Editors that run the extension, by the name of their command. */
const editors = ["code", "code-insiders", "codium", "cursor", "code-server"];

/**
 * Keeps the trace as a file that the extension opens in its trace panel, and opens it; where no editor is found, says how.
 * @returns The exit status.
 */
export async function openInEditor(trace: Trace, terminal: Terminal): Promise<number> {
  const file = keepTrace(trace);
  const editor = editors.map(findProgram).find((path) => path !== undefined);
  if (editor === undefined) {
    terminal.tell(`no editor found (${editors.join(", ")}); open this file in VS Code with the Faultline extension:`);
    await terminal.out(`${file}\n`);
    return 0;
  }
  const status = await run(editor, ["--reuse-window", file]);
  terminal.tell(status === 0 ? `opened ${file}` : `${editor} ended with ${status}; the trace is in ${file}`);
  return status === 0 ? 0 : 1;
}

/** Named by its content: the same trace is kept once. */
function keepTrace(trace: Trace): string {
  const text = writeTrace(trace, "json");
  const folder = join(cacheFolder() ?? join(tmpdir(), "faultline"), "traces");
  makeFolder(folder, 0o700);
  const name = trace.scenario.replace(/[^\w.-]+/g, "-").slice(0, 60);
  const file = join(folder, `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.fltrace.json`);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

function findProgram(name: string): string | undefined {
  const names = process.platform === "win32" ? [`${name}.cmd`, `${name}.exe`] : [name];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => names.map((candidate) => join(folder, candidate))).find((path) => existsSync(path));
}

function run(program: string, argv: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, argv, { stdio: "ignore", shell: false });
    child.on("error", () => resolve(127));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
