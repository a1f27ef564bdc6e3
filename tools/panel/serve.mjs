import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../setup.mjs";
import { themes } from "./themes.mjs";

/** Serves the panel in a page of its own, on 127.0.0.1. */
export async function serve() {
  const bundle = (entry) =>
    build({
      entryPoints: [join(root, entry)],
      bundle: true,
      write: false,
      format: "iife",
      target: "chrome120",
      logLevel: "warning",
      keepNames: true,
    });
  const [panel, harness, style] = await Promise.all(
    ["client/panels/main.ts", "client/panels/dev/harness.ts", "client/panels/panel.css"].map(bundle),
  );
  const files = { "/panel.js": ["text/javascript", panel], "/harness.js": ["text/javascript", harness], "/panel.css": ["text/css", style] };
  const listening = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const file = files[url.pathname];
    if (file) return response.writeHead(200, { "content-type": file[0] }).end(file[1].outputFiles[0].text);
    if (url.pathname === "/theme.css")
      return response.writeHead(200, { "content-type": "text/css" }).end(themes[url.searchParams.get("theme") ?? "dark"].css);
    if (url.pathname !== "/") return response.writeHead(204).end();
    const theme = url.searchParams.get("theme") ?? "dark";
    const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'";
    response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy });
    response.end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Trace</title><link rel="stylesheet" href="/theme.css?theme=${theme}"><link rel="stylesheet" href="/panel.css"></head><body class="${themes[theme].bodyClass}"><div id="panel"></div><script src="/harness.js"></script><script src="/panel.js"></script></body></html>`,
    );
  });
  await new Promise((ok) => listening.listen(0, "127.0.0.1", ok));
  return listening;
}
