import { criticalSection } from "faultline/critical-section";

const box = { wanted: false, letter: "" };

/** @thread */
export function receive(): void {
  criticalSection(() => {
    box.wanted = true;
    while (box.letter === "") continue;
  });
}

/** @thread */
export function send(): void {
  while (!box.wanted) continue;
  box.letter = "hello";
}

/** @finally */
export const delivered = (): boolean => box.letter === "hello";
