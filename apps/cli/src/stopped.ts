/** A person stopped it with Ctrl-C: nothing is wrong, and nothing was finished. */
export class Stopped extends Error {
  constructor(options?: ErrorOptions) {
    super('Stopped before it was done.', options);
  }
}
