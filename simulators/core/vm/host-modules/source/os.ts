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
/** Of Linux on x86-64. */
export const constants = {
  UV_UDP_REUSEADDR: 4,
  errno: {
    EPERM: 1,
    ENOENT: 2,
    EINTR: 4,
    EIO: 5,
    EBADF: 9,
    EAGAIN: 11,
    ENOMEM: 12,
    EACCES: 13,
    EBUSY: 16,
    EEXIST: 17,
    ENOTDIR: 20,
    EISDIR: 21,
    EINVAL: 22,
    EMFILE: 24,
    ENOSPC: 28,
    EPIPE: 32,
    ENOTEMPTY: 39,
    EADDRINUSE: 98,
    ECONNRESET: 104,
    ETIMEDOUT: 110,
    ECONNREFUSED: 111,
  },
  signals: {
    SIGHUP: 1,
    SIGINT: 2,
    SIGQUIT: 3,
    SIGILL: 4,
    SIGTRAP: 5,
    SIGABRT: 6,
    SIGBUS: 7,
    SIGFPE: 8,
    SIGKILL: 9,
    SIGUSR1: 10,
    SIGSEGV: 11,
    SIGUSR2: 12,
    SIGPIPE: 13,
    SIGALRM: 14,
    SIGTERM: 15,
    SIGCHLD: 17,
    SIGCONT: 18,
    SIGSTOP: 19,
    SIGTSTP: 20,
  },
  priority: {
    PRIORITY_LOW: 19,
    PRIORITY_BELOW_NORMAL: 10,
    PRIORITY_NORMAL: 0,
    PRIORITY_ABOVE_NORMAL: -7,
    PRIORITY_HIGH: -14,
    PRIORITY_HIGHEST: -20,
  },
};
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
