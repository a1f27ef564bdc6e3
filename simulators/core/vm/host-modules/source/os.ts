import { dlopen, errno, priority, signals } from "./shared/system-numbers.ts";

/** `node:os`: one machine, the same for all. */

const refused = (name: string) => (): never =>
  $notModelled(`\`os.${name}\` is not modelled: take what you need of it as a parameter, so that a check can give it`);

export const EOL = "\n";
export const devNull = "/dev/null";
export const platform = (): string => "linux";
export const type = (): string => "Linux";
export const arch = (): string => "x64";
export const machine = (): string => "x86_64";
export const release = (): string => "6.0.0";
export const version = (): string => "#1 SMP";
export const endianness = (): string => "LE";
export const hostname = (): string => "localhost";
export const tmpdir = (): string => "/tmp";
export const homedir = (): string => "/home/user";
export const uptime = (): number => $elapsed() / 1000;
export const availableParallelism = (): number => 1;
export const cpus = (): object[] => [{ model: "simulated", speed: 1000, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }];
export const totalmem = (): number => 2 ** 30;
export const freemem = (): number => 2 ** 29;
export const loadavg = (): number[] => [0, 0, 0];
export const networkInterfaces = (): object => ({});
export const userInfo = (): object => ({ uid: 1000, gid: 1000, username: "user", homedir: "/home/user", shell: null });
export const getPriority = refused("getPriority");
export const setPriority = refused("setPriority");
export const constants = { UV_UDP_REUSEADDR: 4, dlopen, errno, signals, priority };
export default {
  EOL,
  devNull,
  platform,
  type,
  arch,
  machine,
  release,
  version,
  endianness,
  hostname,
  tmpdir,
  homedir,
  uptime,
  availableParallelism,
  cpus,
  totalmem,
  freemem,
  loadavg,
  networkInterfaces,
  userInfo,
  getPriority,
  setPriority,
  constants,
};
