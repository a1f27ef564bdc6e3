/** An answer of the engine may have this many bytes; a larger one is a bug of the simulator, which has to leave something out and say so. */
export const maximumAnswerBytes = 128 * 1024 * 1024;
