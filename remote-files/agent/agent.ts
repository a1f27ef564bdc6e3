import type { AgentSettings } from "../protocol/settings.ts";
import { Files } from "./files.ts";
import { host } from "./host.ts";
import { Link } from "./link.ts";
import { Mounts, type RemotePath } from "./mounts.ts";

/** The agent of a thread: what its parts share. */
export class Agent {
  readonly settings: AgentSettings;
  readonly mounts: Mounts;
  readonly link: Link;
  readonly files: Files;
  /** Calls that came to the agent. */
  calls = 0;

  constructor(settings: AgentSettings) {
    this.settings = settings;
    this.mounts = new Mounts(settings.mounts);
    this.link = new Link(settings);
    this.files = new Files(settings, this.link);
  }

  /** Says something to the user, beside what the program says. */
  tell = (line: string): void => void host.writeSync(2, `faultline: ${line}\n`);

  /** As {@link Mounts.find}. */
  find = (path: unknown): RemotePath | undefined => this.mounts.find(path);
}
