import { createServer, type Server, type Socket } from "node:net";
import { readLines, sendLine } from "../protocol/lines.ts";
import type { Counters, FromAgent, Reply, Request } from "../protocol/messages.ts";
import { Client } from "./client.ts";
import type { Manager } from "./manager.ts";
import { Refused } from "./refused.ts";

/** The manager's door: agents come in by a Unix socket. */
export class Front {
  readonly clients = new Set<Client>();
  readonly #manager: Manager;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #leases: NodeJS.Timeout;
  /** Of clients that are gone. */
  readonly #past: Counters[] = [];
  /** Called when an agent other than the canary's has opened something. */
  onFirstOpen: () => void = () => undefined;

  constructor(manager: Manager, leaseMs: number) {
    this.#manager = manager;
    this.#server = createServer((socket) => this.#accept(socket));
    this.#leases = setInterval(() => this.#endLeases(leaseMs), Math.max(100, leaseMs / 3));
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(path, resolve);
    });
  }

  /** What all agents have done, as far as they have told. */
  get counters(): readonly Counters[] {
    return [...this.#past, ...[...this.clients].filter(({ isCanary }) => !isCanary).flatMap(({ counters }) => counters ?? [])];
  }

  close(): void {
    clearInterval(this.#leases);
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(socket: Socket): void {
    let client: Client | undefined;
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    readLines(socket, (message) => {
      const said = message as FromAgent;
      if (said.kind === "hello") {
        client = new Client(socket, said.pid, said.isCanary);
        this.clients.add(client);
      } else if (client) this.#hear(client, socket, said);
    });
    socket.once("close", () => {
      this.#sockets.delete(socket);
      if (!client) return;
      this.#manager.drop(client);
      this.clients.delete(client);
      if (client.counters && !client.isCanary) this.#past.push(client.counters);
    });
  }

  #hear(client: Client, socket: Socket, said: Exclude<FromAgent, { kind: "hello" }>): void {
    client.renewed = performance.now();
    if (said.kind !== "acknowledge" && said.counters) client.counters = said.counters;
    if (said.kind === "acknowledge") client.acknowledge(said.acknowledge);
    else if (said.kind === "renew") sendLine(socket, { kind: "renewed" });
    else void this.#answer(client, said.request).then((reply) => sendLine(socket, { kind: "answer", id: said.id, reply }));
  }

  async #answer(client: Client, request: Request): Promise<Reply> {
    try {
      const value = await this.#manager.answer(client, request);
      if (request.kind === "open" && !client.isCanary) this.onFirstOpen();
      return { value };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { error: error.status === undefined ? { code: error.code } : { code: error.code, status: error.status } };
    }
  }

  #endLeases(leaseMs: number): void {
    for (const client of this.clients) if (performance.now() - client.renewed > leaseMs) this.#manager.expire(client);
  }
}
