// Headless Chromium for tests and screenshots.
import { chromium } from "playwright-core";
import { ensureChromium } from "../setup.mjs";

/** Without these, Chromium as root does not start, and looks for other hosts. */
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launchBrowser = () => chromium.launch({ executablePath: ensureChromium(), args: quiet });
