import { external } from "faultline/critical-section";

const disk = { open: 0 };
const open = (): Promise<number> => external(() => ++disk.open);

const files = new Map<string, number>();

async function file(path: string): Promise<number | undefined> {
  if (!files.has(path)) {
    files.set(path, await open());
  }
  return files.get(path);
}

/** @thread x2 */
export async function read(): Promise<void> {
  await file("a.txt");
}

/** @finally */
export const openedOnce = (): boolean => disk.open === 1;
