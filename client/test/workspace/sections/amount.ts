export const amount = 10;
