const english = new Intl.NumberFormat('en-US');

/** 188400 to `188,400`. */
export function count(value: number): string {
  return english.format(value);
}

/** `1 row`, `2 rows`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** 0.314 to `31.4 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
