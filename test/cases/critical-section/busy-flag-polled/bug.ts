import { external } from "faultline/critical-section";

let isBusy = false;
const uploads: number[] = [];

async function upload(file: number): Promise<void> {
  while (isBusy) {
    await null;
  }
  isBusy = true;
  await external(() => uploads.push(file));
  isBusy = false;
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
