import { App } from "./app.ts";
import { editorHost } from "./host.ts";

const root = document.getElementById("panel") ?? document.body.appendChild(document.createElement("div"));
new App(editorHost(), root).start();
