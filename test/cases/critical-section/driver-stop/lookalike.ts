import { criticalSection } from "faultline/critical-section";

const driver = { stopping: false, stopped: false, users: 1 };
const seen = { useAfterStop: false };

function enter(): boolean {
  return criticalSection(() => {
    if (driver.stopping) return false;
    driver.users += 1;
    return true;
  });
}

function leave(): void {
  criticalSection(() => {
    driver.users -= 1;
    if (driver.users === 0) driver.stopped = true;
  });
}

/** @thread */
export function use(): void {
  if (!enter()) return;
  if (driver.stopped) seen.useAfterStop = true;
  leave();
}

/** @thread */
export function stop(): void {
  driver.stopping = true;
  leave();
}

/** @finally */
export const neverUsedAfterStop = (): boolean => !seen.useAfterStop;
