import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Nic } from "../../simulators/remote-file/config/model.ts";
import { slotUs, wayUs, wireUs } from "../../simulators/remote-file/latency/cost.ts";
import type { ReadLoad } from "../../simulators/remote-file/latency/reads.ts";
import { run } from "../engine/processes.ts";

declare const __ROOT__: string;

/** Debian's own Python, which knows its packages. */
const python = "/usr/bin/python3";

/** SimPy from Debian: version 3 has a package of its own in some releases. @throws {Error} It cannot be installed. */
export function installSimPy(): void {
  const isThere = () => spawnSync(python, ["-c", "import simpy; simpy.Environment"]).status === 0;
  for (const name of ["python3-simpy3", "python3-simpy"]) {
    if (isThere()) return;
    spawnSync("sh", ["-c", `apt-get install -y ${name}`], { stdio: "ignore" });
  }
  if (!isThere()) throw new Error("SimPy is missing and cannot be installed: apt-get install python3-simpy3");
}

export interface SimPyTimes {
  readonly microseconds: number;
  readonly meanUs: number;
  readonly events: number;
  /** On the processor, without the start of Python. */
  readonly seconds: number;
  readonly version: string;
}

export function simulateInSimPy({ nic, clients, bytes, reads }: ReadLoad): SimPyTimes {
  const script = join(__ROOT__, "bench/remote-files/reads.py");
  return JSON.parse(run(python, [script, ...[clients, reads, ...timesOf(nic, bytes)].map(String)])) as SimPyTimes;
}

const timesOf = (nic: Nic, bytes: number): readonly number[] => [wayUs(nic, bytes), wireUs(nic, bytes), slotUs(nic)];
