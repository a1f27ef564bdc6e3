import { external } from "faultline/critical-section";

const wire: string[] = [];
const connect = (): Promise<number> => external(() => 1);
const lookUp = (): Promise<string> => external(() => "hello");

class Connection {
  readonly socket: number;

  private constructor(socket: number) {
    this.socket = socket;
  }

  static async open(): Promise<Connection> {
    return new Connection(await connect());
  }

  send(text: string): void {
    if (this.socket === 0) throw new Error("not open");
    wire.push(text);
  }
}

/** @thread */
export async function greet(): Promise<void> {
  const connection = await Connection.open();
  const greeting = await lookUp();
  connection.send(greeting);
}

/** @finally */
export const sent = (): boolean => wire.length === 1;
