import { execFileSync } from "node:child_process";

/** Is there a process with this id that has not ended? (One that waits to be collected has.) */
export function isAlive(id: number): boolean {
  try {
    return !execFileSync("ps", ["-o", "stat=", "-p", String(id)], { encoding: "utf8" })
      .trim()
      .startsWith("Z");
  } catch {
    return false;
  }
}

/** Processes whose command line names this file, by id. */
export function processesOf(file: string): readonly number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,stat=,args="], { encoding: "utf8" }).trim().split("\n");
  return lines.flatMap((line) => {
    const [id = "", state = ""] = line.trim().split(/\s+/);
    return line.includes(file) && !state.startsWith("Z") ? [Number(id)] : [];
  });
}

/** Waits until `isTrue`, at most so long; says whether it came true. */
export async function eventually(isTrue: () => boolean, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (!isTrue()) {
    if (end < Date.now()) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}
