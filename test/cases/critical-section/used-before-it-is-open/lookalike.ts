import { external } from "faultline/critical-section";

const wire: string[] = [];
const connect = (): Promise<number> => external(() => 1);
const lookUp = (): Promise<string> => external(() => "hello");

class Connection {
  readonly #socket: Promise<number>;

  constructor() {
    this.#socket = connect();
  }

  async send(text: string): Promise<void> {
    if ((await this.#socket) === 0) throw new Error("not open");
    wire.push(text);
  }
}

/** @thread */
export async function greet(): Promise<void> {
  const connection = new Connection();
  const greeting = await lookUp();
  await connection.send(greeting);
}

/** @finally */
export const sent = (): boolean => wire.length === 1;
