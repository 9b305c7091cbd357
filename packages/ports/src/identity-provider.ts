/** Somebody as an identity provider knows them. */
export interface ExternalUser {
  readonly issuer: string;
  /** Never changes, and is never given to another. */
  readonly subject: string;
  /** E-mail address where the provider has verified it, else null. */
  readonly email: string | null;
  readonly displayName: string | null;
  readonly groups: readonly string[];
}

/** What the browser that began a sign-in keeps until it comes back; secret. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Somebody else who says who a person is. */
export interface IdentityProvider {
  /** For a button, e.g. the host of the issuer. */
  readonly name: string;
  /** Where to send the browser, which comes back to `redirectUri`. Throws Unavailable where the provider is away. */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly pending: PendingSignIn }>;
  /**
   * Who came back. `callback` is the address with what the provider added to it. Throws Unauthenticated where it is not
   * what was begun, was used already, or the provider refused; Unavailable where it is away.
   */
  finish(callback: URL, pending: PendingSignIn): Promise<ExternalUser>;
}
