import { external } from "faultline/critical-section";

const config: { token?: string } = {};
let requests = 0;

/** @thread x2 */
export async function use(): Promise<string> {
  await external(() => {
    config.token ??= `token ${(requests += 1)}`;
  });
  return config.token ?? "none";
}

/** @finally */
export const oneRequest = (): boolean => requests === 1;
