const segment = /^[A-Za-z0-9_=-](?:[A-Za-z0-9._=-]*[A-Za-z0-9_=-])?$/;

/** Whether a text can be a key of an object: segments that neither begin nor end with a dot, so that none climbs or hides. */
export function isObjectKey(key: string): boolean {
  return key.length <= 512 && key.split('/').every((it) => segment.test(it));
}

/** Gives a key back. Keys are made by the server, so one that is none is a bug and throws. */
export function objectKey(key: string): string {
  if (isObjectKey(key)) return key;
  throw new Error(`an object key has segments of letters, digits, ".", "_", "=" and "-": got ${JSON.stringify(key)}`);
}
