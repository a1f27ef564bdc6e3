export const path = "/rdma/mail";
export const flag = 0;
export const body = 8;
export const size = 8;
