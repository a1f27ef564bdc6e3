/** The program can't be run as its tags say; `message` for people. */
export class Misuse extends Error {
  override readonly name = "Misuse";
  readonly declaration: string;

  constructor(declaration: string, message: string) {
    super(message);
    this.declaration = declaration;
  }
}
