import { external } from "faultline/critical-section";

const config: { token?: string } = {};
let requests = 0;

const fetchToken = async (): Promise<string> => external(() => `token ${(requests += 1)}`);

/** @thread x2 */
export async function use(): Promise<string> {
  config.token ??= await fetchToken();
  return config.token;
}

/** @finally */
export const oneRequest = (): boolean => requests === 1;
