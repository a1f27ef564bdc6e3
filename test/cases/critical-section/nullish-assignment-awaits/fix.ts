import { external } from "faultline/critical-section";

const config: { token?: Promise<string> } = {};
let requests = 0;

const fetchToken = async (): Promise<string> => external(() => `token ${(requests += 1)}`);

/** @thread x2 */
export async function use(): Promise<string> {
  config.token ??= fetchToken();
  return await config.token;
}

/** @finally */
export const oneRequest = (): boolean => requests === 1;
