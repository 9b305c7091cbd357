/** Lets each piece of work run beside whoever prepares the next one, which waits if it comes before the one in hand is done. */
export class OneBehind {
  #inHand: Promise<void> = Promise.resolve();

  /** Begins some work once what came before is done; throws what that failed with. */
  async add(work: () => Promise<void>): Promise<void> {
    await this.#inHand;
    this.#inHand = work();
    // Who asks next is told; until then a failure must not count as unhandled.
    this.#inHand.catch(() => undefined);
  }

  /** The end of all work; rejects with the failure that ended it. */
  done(): Promise<void> {
    return this.#inHand;
  }
}
