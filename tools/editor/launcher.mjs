#!/usr/bin/env node
// Stands in for a desktop VS Code under @vscode/test-electron: takes its command line, runs the tests in the
// extension host of the embedded editor with a headless browser, and exits with their code.
// Guards against a false green: a crashed extension host is 72, no result in time is 71.
import { mkdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { format } from "node:util";
import { ensureEditor, root } from "../setup.mjs";
import { launchBrowser } from "./browser.mjs";
import { prepareData, startEditor } from "./server.mjs";

const limitMs = Number(process.env["FAULTLINE_TEST_LIMIT"] ?? 600) * 1000;
/** The workbench's own chatter arrives by the same way as the tests' output. */
const chatter =
  /Service Worker|socket|connection token|fetching additional builtin|^Canceled|AgentHost|AccountPolicy|reconnection-grace|builtin extensions cache|bindings file|build\/Release|^%s|onWillDispose/;

function parseArguments(words) {
  const options = {};
  const folders = [];
  for (const word of words) {
    const match = /^--([\w-]+)(?:=(.*))?$/s.exec(word);
    if (match) options[match[1]] = match[2] ?? true;
    else if (statSync(word, { throwIfNoEntry: false })?.isDirectory()) folders.push(resolve(word));
  }
  return {
    extension: options.extensionDevelopmentPath,
    tests: options.extensionTestsPath,
    folder: folders[0] ?? join(root, "test-fixtures"),
  };
}

async function main() {
  const { extension, tests, folder } = parseArguments(process.argv.slice(2));
  const editor = await startEditor(await ensureEditor(), { data: prepareData(), driver: true });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.exposeFunction("codeAutomationLog", (_type, args) => {
      if (process.env["VERBOSE"] || !chatter.test(String(args[0]))) process.stdout.write(`${format(...args)}\n`);
    });
    let end = () => {};
    const ended = new Promise((ok) => (end = ok));
    await page.exposeFunction("codeAutomationExit", (code) => end(code));
    await page.goto(editor.url({ folder, extension, tests }));
    let timer;
    const late = new Promise((ok) => (timer = setTimeout(() => ok(71), limitMs)));
    const code = await Promise.race([ended, late]);
    clearTimeout(timer);
    // The server's own line about a crashed host comes a moment after the workbench's exit code.
    await new Promise((ok) => setTimeout(ok, 300));
    if (code === 71) {
      mkdirSync(join(root, "test-output"), { recursive: true });
      await page.screenshot({ path: join(root, "test-output", "editor-tests-timed-out.png") });
      console.error(`the editor tests gave no result within ${limitMs / 1000} s; see test-output/editor-tests-timed-out.png`);
    }
    if (editor.crashes.length > 0) {
      console.error(`the extension host died: ${editor.crashes.join("; ")}`);
      return code === 0 ? 72 : code;
    }
    return code;
  } finally {
    await browser.close();
    await editor.stop();
  }
}

process.exit(await main());
