/** Keeps secrets that have to be told to somebody else again, such as the password of a database outside. */
export interface SecretBox {
  /** Encrypted and authenticated, as text. It opens only with the same words about what it belongs to. */
  seal(secret: string, belongsTo: readonly (string | number)[]): string;
  /** Throws SecretUnreadable where the key is another, or what it belongs to. */
  open(sealed: string, belongsTo: readonly (string | number)[]): string;
}
