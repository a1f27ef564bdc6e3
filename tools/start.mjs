// npm start: everything on a fresh machine, then the embedded editor with the extension and the examples open.
import { join } from "node:path";
import { ensureBuild, ensureDependencies, ensureEditor, root, say } from "./setup.mjs";

ensureDependencies();
const { packageExtension } = await import("./package.mjs");
const { installExtension, prepareData, startEditor } = await import("./editor/server.mjs");

ensureBuild("--production");
const editor = await ensureEditor();
const data = prepareData({}, join(root, ".cache", "editor"));
const vsix = await packageExtension({ platform: "host", folder: join(root, ".cache") });
installExtension(editor, data, vsix, "--force");

const server = await startEditor(editor, { data, port: Number(process.env["PORT"] ?? 8801) });
const folder = join(root, "test-fixtures");
say("the embedded editor runs; end it with Ctrl-C");
process.stdout.write(`\n  Open  ${server.url({ folder })}\n\n`);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void server.stop());
await server.exited;
