import { external } from "faultline/critical-section";

const measure = (): Promise<number> => external(() => 512);

class Meter {
  total = 0;

  async record(): Promise<void> {
    const before = this.total;
    const bytes = await measure();
    this.total = before + bytes;
  }
}

const meter = new Meter();

/** @thread x2 */
export async function record(): Promise<void> {
  await meter.record();
}

/** @finally */
export const allCounted = (): boolean => meter.total === 1024;
