import { isServerBundle, startServer } from "./start.ts";

export { startServer } from "./start.ts";

// The CLI has this file in its own bundle and starts the server when it is asked to.
if (isServerBundle()) startServer(process.argv.slice(2));
