/** A share from 0 to 1 as a bar of twenty columns: `[#####---------------]`. */
export function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * 20);
  return `[${'#'.repeat(full)}${'-'.repeat(20 - full)}]`;
}
