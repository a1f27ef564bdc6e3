import { currentThread, external } from "faultline/critical-section";

interface Context {
  readonly session: string;
  user?: string;
}

const answers = new Map<string, string>();
const findUser = (session: string): Promise<string> => external(() => `user of ${session}`);

async function authenticate(ctx: Context): Promise<void> {
  if (ctx.user === undefined) {
    ctx.user = await findUser(ctx.session);
  }
}

/** @thread x2 */
export async function handle(): Promise<void> {
  const ctx: Context = { session: currentThread() };
  await authenticate(ctx);
  answers.set(ctx.session, `hello ${ctx.user}`);
}

/** @finally */
export const ownAnswer = (): boolean => [...answers].every(([session, text]) => text === `hello user of ${session}`);
