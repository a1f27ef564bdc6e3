import { external } from "faultline/critical-section";

const wire: string[] = [];
const connect = (): Promise<number> => external(() => 1);
const lookUp = (): Promise<string> => external(() => "hello");

class Connection {
  #socket: number | undefined;

  constructor() {
    void this.#open();
  }

  async #open(): Promise<void> {
    this.#socket = await connect();
  }

  send(text: string): void {
    if (this.#socket === undefined) throw new Error("not open");
    wire.push(text);
  }
}

/** @thread */
export async function greet(): Promise<void> {
  const connection = new Connection();
  const greeting = await lookUp();
  connection.send(greeting);
}

/** @finally */
export const sent = (): boolean => wire.length === 1;
