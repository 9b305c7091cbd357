const english = new Intl.NumberFormat('en-US');

/** 188400 to `188,400`, 12.34567 to `12.346`. */
export function count(value: number): string {
  return english.format(value);
}

const fourDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** What lies between -1 and 1: 0.18833333 to `0.1883`. */
export function small(value: number): string {
  return fourDigits.format(value);
}

/** `1 row`, `2,000 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 0.314 to `31.4 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
