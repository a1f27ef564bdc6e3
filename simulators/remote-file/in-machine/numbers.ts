/** File numbers of remote files: never one of the virtual disk's. The negative of one stands for a handle that is closed. */
export const isRemoteFd = (fd: number): boolean => Math.abs(fd) >= 0x2000_0000;

export const device = { remote: 0x464c, disk: 0x0801 } as const;
