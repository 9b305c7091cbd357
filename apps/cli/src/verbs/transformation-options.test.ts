import { InvalidInput } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { readAggregates, withFills } from './transformation-options.ts';

it('reads fillings, by a method or by the value itself', () => {
  expect(withFills({}, ['a:b:future=median', 'load:middle=0', 'kind:future=none', 'load:back=zero'])).toEqual({
    'a:b': { futurefill: 'median' },
    load: { middlefill: 'value', middlefill_value: '0', backfill: 'zero' },
    kind: { futurefill: 'value', futurefill_value: 'none' },
  });
});

it('puts an option in the place of what the job says of that stretch alone', () => {
  const job = { price: { middlefill: 'zero', futurefill: 'value', futurefill_value: '2' } } as const;

  expect(withFills(job, ['price:future=max'])).toEqual({ price: { middlefill: 'zero', futurefill: 'max' } });
});

it('reads aggregations by column', () => {
  expect(readAggregates(['load=avg', 'a=b=max'])).toEqual({ load: 'avg', 'a=b': 'max' });
});

it.each(['price', 'price=zero', 'price:front=zero', ':middle=zero', 'price:middle='])('refuses --fill %s', (option) => {
  expect(() => withFills({}, [option])).toThrow(InvalidInput);
});

it.each(['load', 'load=median', '=sum'])('refuses --aggregate %s', (option) => {
  expect(() => readAggregates([option])).toThrow(InvalidInput);
});
