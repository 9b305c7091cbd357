/** Hands out names that SQL takes as they stand, each once. */
export class Names {
  readonly #noun: string;
  readonly #given = new Set<string>();

  constructor(noun: string) {
    this.#noun = noun;
  }

  take(wanted: string): string {
    const plain = wanted
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[^a-z]+|_+$/g, '')
      .slice(0, 50);
    const base = plain || this.#noun;
    let name = base;
    for (let n = 2; this.#given.has(name); n++) name = `${base}_${n}`;
    this.#given.add(name);
    return name;
  }
}
