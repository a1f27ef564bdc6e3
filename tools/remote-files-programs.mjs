/** The programs of `faultline remote-files run`: path below `dist`, without an ending, and source. */
export const remoteFilesPrograms = {
  "remote-files/preload": "remote-files/agent/preload.ts",
  "remote-files/link-worker": "remote-files/agent/link-worker.ts",
  "remote-files/manager": "remote-files/manager/main.ts",
  "remote-files/memory-node": "remote-files/memory-node/main.ts",
  "remote-files/canary": "remote-files/canary/main.ts",
};
