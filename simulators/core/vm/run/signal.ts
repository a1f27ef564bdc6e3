import type { Stop } from "../host.ts";

/** Thrown inside natives to stop the thread: not an exception of the program's. */
export class Signal {
  readonly stop: Stop;

  constructor(stop: Stop) {
    this.stop = stop;
  }
}

export const accessStop: Stop = { kind: "access" };
export const accessSignal = new Signal(accessStop);
