import { InvalidInput } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { allowedHosts } from './allowed-hosts.ts';

const naming = (list: string, host: string, port = 5432) => allowedHosts(list)({ host, port });

it('names nothing where the list is empty', () => {
  for (const list of ['', ' , ']) expect(naming(list, 'db.example.com')).toBe('none');
});

it('names a host at the standard port, or at the one that is given, or at all', () => {
  expect(naming('db.example.com', 'DB.example.com')).toBe('itself');
  expect(naming('db.example.com', 'db.example.com', 6432)).toBe('none');
  expect(naming('db.example.com:6432', 'db.example.com', 6432)).toBe('itself');
  expect(naming('db.example.com:6432', 'db.example.com')).toBe('none');
  expect(naming('db.example.com:*', 'db.example.com', 1)).toBe('itself');
});

it('names what lies below a name, and neither the name nor what only ends so', () => {
  expect(naming('*.example.com', 'a.b.example.com')).toBe('pattern');
  expect(naming('*.example.com', 'example.com')).toBe('none');
  expect(naming('*.example.com', 'badexample.com')).toBe('none');
});

it('names addresses, in whatever form they come', () => {
  expect(naming('10.0.0.7', '10.0.0.7')).toBe('itself');
  expect(naming('[FD00:0::7]:5432', 'fd00::7')).toBe('itself');
});

it.each(['db.example.com:0', 'db:70000', 'https://db', 'db/x', '*', '*.10.0.0.7', '[::zz]', 'a b', '10.0.0.0/8'])(
  'refuses %s at the start',
  (text) => {
    expect(() => allowedHosts(text)).toThrow(InvalidInput);
  },
);
