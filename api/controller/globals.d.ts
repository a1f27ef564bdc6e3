/** What the types of this module need of the surroundings; every JavaScript engine with timers has it. */
interface AbortSignal {
  readonly aborted: boolean;
}
