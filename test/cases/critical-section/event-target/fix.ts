import { external } from "faultline/critical-section";

class Upload extends EventTarget {
  progress = 0;
  async start(): Promise<void> {
    await external(() => {});
    this.progress = 100;
    this.dispatchEvent(new Event("done"));
  }
}
const upload = new Upload();
const shown: string[] = [];

/** @thread */
export async function send(): Promise<void> { await upload.start(); }

/** @thread */
export async function banner(): Promise<void> {
  await external(() => {});
  if (upload.progress < 100) await new Promise<void>((resolve) => {
    upload.addEventListener("done", () => resolve(), { once: true });
  });
  shown.push("done");
}
