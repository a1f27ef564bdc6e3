import { external } from "faultline/critical-section";

let last: Promise<unknown> = Promise.resolve();
const uploads: number[] = [];

async function upload(file: number): Promise<void> {
  const mine = last.then(() => external(() => uploads.push(file)));
  last = mine;
  await mine;
}

/** @thread */
export async function uploadFirst(): Promise<void> {
  await upload(1);
}

/** @thread */
export async function uploadSecond(): Promise<void> {
  await upload(2);
}

/** @finally */
export const bothAreThere = (): boolean => uploads.length === 2;
