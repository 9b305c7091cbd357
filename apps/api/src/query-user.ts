import type { Principal } from '@tandem/data-model/contract';

/** Whose queries share a process and may cancel each other: sessions of one person, or tokens of one name. */
export const queryUser = ({ kind, name }: Principal): string => `${kind} ${name}`;
