export const notYet = true;
