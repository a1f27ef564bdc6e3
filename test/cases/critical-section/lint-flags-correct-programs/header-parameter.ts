import { external } from "faultline/critical-section";

interface Headers {
  authorization?: string;
}

const issued = { tokens: 0 };
const requestToken = (): Promise<string> => external(() => `token-${++issued.tokens}`);

async function signed(headers: Headers): Promise<Headers> {
  if (!headers.authorization) {
    headers.authorization = await requestToken();
  }
  return headers;
}

/** @thread x2 */
export async function send(): Promise<boolean> {
  const headers = await signed({});
  return headers.authorization !== undefined;
}

/** @finally */
export const oneEach = (): boolean => issued.tokens === 2;
