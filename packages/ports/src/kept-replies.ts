/** What stands under a claim: whose it is now, and the reply where the work is done. */
export interface ClaimedReply {
  /** Whether the caller of `claim` has it now, and is to do the work. */
  readonly mine: boolean;
  /** Of the request that the claim was made for first. */
  readonly requestHash: string;
  readonly reply: Uint8Array | undefined;
  /** When the key was claimed first; who claims it after a dead process finds the same. */
  readonly claimedAt: string;
}

/**
 * Replies by the key under which a request may be repeated. Whoever claims a key does the work; others find the claim,
 * and the reply once it is kept, for 24 hours. A claim that is not renewed for 15 seconds is free again, for whoever held
 * it may have died.
 */
export interface KeptReplies {
  /** Claims a key that is free, or of which the claim has run out or the reply is too old. */
  claim(id: string, owner: string, requestHash: string): Promise<ClaimedReply>;
  /**
   * Does the work of a claim. Records of uploads, loads, training runs and forecasts get ids that follow from key,
   * request and instant; one that is there is given again. So work that was cut off after its record makes no second.
   */
  repeatably<T>(id: string, claim: Pick<ClaimedReply, 'requestHash' | 'claimedAt'>, work: () => T): T;
  /** Holds claims of an owner for another while. */
  renew(owner: string): Promise<void>;
  /** Keeps the reply, unless somebody else has claimed the key since; false where that is so. */
  keep(id: string, owner: string, reply: Uint8Array): Promise<boolean>;
  /** Gives a claim up: the work was refused, so whoever asks again does it. */
  release(id: string, owner: string): Promise<void>;
}
