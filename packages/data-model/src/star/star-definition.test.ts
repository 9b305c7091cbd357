import { describe, expect, it } from 'vitest';
import { retailSales } from './retail-sales.ts';
import type { Star } from './star.ts';
import { StarDefinition, starFaults, starJsonSchema } from './star-definition.ts';

const retail = () => JSON.parse(JSON.stringify(retailSales)) as Star;

/** Each fault of a changed retail-sales star as `path: expected`. */
function faultsAfter(change: (star: Star) => void): string[] {
  const star = retail();
  change(star);
  return starFaults(star).map(({ path, expected }) => `${path.join('.')}: ${expected}`);
}

describe('the definition of a star', () => {
  it('takes the star of retail sales, and gives it back as it is', () => {
    expect(StarDefinition.parse(retail())).toEqual(retailSales);
  });

  it('fills in what a file may leave out', () => {
    const star = retail() as { dimensions: object[]; training: object };
    for (const it of star.dimensions) for (const key of ['physical', 'description', 'kind']) delete it[key as never];
    delete star.training['frequency' as never];

    const { dimensions, training } = StarDefinition.parse(star);

    expect(dimensions[0]).toMatchObject({ kind: 'dimension', physical: { redshift: { distribution: 'auto' } } });
    expect(training.frequency).toBe('D');
  });

  it.each([
    ['a table name that SQL could read otherwise', (it: Star) => (it.facts[0]!.name = 'sales"; drop'), 'facts.0.name'],
    ['a schema that a warehouse has', (it: Star) => (it.name = 'pg_catalog'), 'name'],
    ['the name of the database in memory', (it: Star) => (it.name = 'memory'), 'name'],
    ['the schema of staging tables', (it: Star) => (it.name = 'tandem_staging'), 'name'],
    [
      'a column of a file that begins with a capital',
      (it: Star) => (it.sources[0]!.columns[0]!.name = 'Date_key'),
      'sources.0.columns.0.name',
    ],
    ['hours, which no file of days has', (it: Star) => (it.training.frequency = 'H'), 'training.frequency'],
    ['a field that nothing reads', (it: Star) => Object.assign(it.facts[0]!, { colour: 'red' }), 'facts.0'],
  ])('refuses %s', (_, change, at) => {
    const star = retail();
    change(star);

    expect(StarDefinition.safeParse(star).error?.issues.map((it) => it.path.join('.'))).toContain(at);
  });

  it('says all that does not fit in one answer', () => {
    const faults = faultsAfter((it) => {
      it.training.target = 'turnover';
      delete it.sources[0]!.feeds[0]!.columns.week;
    });

    expect(faults).toEqual([
      'sources.0.feeds.0.columns.week: where date_dim.week gets its value, such as {"from": "week"}',
      'training.target: one of the columns of store_sales: store_id, date_key, total_sales',
    ]);
  });
});

describe('tables', () => {
  it.each([
    [
      'two of one name',
      (it: Star) => (it.facts[1]!.name = 'store_sales'),
      'facts.0.name: a name that no other table has',
    ],
    [
      'two columns of one name',
      (it: Star) => (it.dimensions[1]!.columns[2]!.name = 'store_name'),
      'dimensions.1.columns.2.name: a name that no other column of store_dim has',
    ],
    [
      'a key that is no column',
      (it: Star) => (it.dimensions[1]!.key = 'id'),
      'dimensions.1.key: one of the columns of store_dim: store_id, store_name, store_address, city, state, country',
    ],
    [
      'a grain that is no column',
      (it: Star) => (it.facts[0]!.grain[1] = 'day'),
      'facts.0.grain.1: one of the columns of store_sales: store_id, date_key, total_sales',
    ],
    [
      'a reference to no dimension',
      (it: Star) => (it.facts[0]!.columns[0]!.references = 'shops'),
      'facts.0.columns.0.references: one of the dimensions: date_dim, store_dim',
    ],
    [
      'a reference of another type than the key',
      (it: Star) => (it.facts[0]!.columns[0]!.type = { kind: 'smallint' }),
      'facts.0.columns.0.type: integer, the type of store_dim.store_id',
    ],
    [
      'rows spread by what is no column',
      (it: Star) => (it.facts[0]!.physical.redshift.distribution = { key: 'shop' }),
      'facts.0.physical.redshift.distribution.key: one of the columns of store_sales: store_id, date_key, total_sales',
    ],
    [
      'an encoding of what is no column',
      (it: Star) => (it.facts[0]!.physical.redshift.encoding = { shop: 'az64' }),
      'facts.0.physical.redshift.encoding.shop: one of the columns of store_sales: store_id, date_key, total_sales',
    ],
  ])('refuses %s', (_, change, fault) => expect(faultsAfter(change)).toContain(fault));
});

describe('sources', () => {
  it.each([
    [
      'two with one header',
      (it: Star) => (it.sources[2]!.columns = it.sources[1]!.columns),
      'sources.2.columns: a header unlike that of store_sales: files are told apart by their columns alone',
    ],
    [
      'a table that no source feeds',
      (it: Star) => it.sources.splice(2, 1),
      'facts.1.name: exactly one feed of a source for store_promotions',
    ],
    [
      'a value from what is no column of the file',
      (it: Star) => (it.sources[2]!.feeds[0]!.columns.promo = { from: 'offer' }),
      'sources.2.feeds.0.columns.promo.from: one of the columns of the source store_promotions: store_id, sales_date, promo, school_holiday',
    ],
    [
      'a value that the table cannot hold',
      (it: Star) => (it.sources[1]!.columns[7]!.type = { kind: 'decimal', precision: 18, scale: 4 }),
      'sources.1.feeds.1.columns.total_sales.from: a column that decimal(18, 2) can hold',
    ],
    [
      'a look-up in a dimension that is found by its key alone',
      (it: Star) => delete it.dimensions[0]!.alternateKey,
      'sources.2.feeds.0.columns.date_key.lookUp: a dimension with an alternateKey, by which rows are found',
    ],
    [
      'a key that is the year of a day',
      (it: Star) => (it.sources[0]!.feeds[0]!.columns.date_key = { isoYearOf: 'date_time' }),
      'sources.0.feeds.0.columns.date_key: a column of the file, or a look-up: date_key identifies a row of date_dim',
    ],
    [
      'a second key that is the year of a day',
      (it: Star) => (it.sources[0]!.feeds[0]!.columns.date_time = { isoYearOf: 'date_time' }),
      'sources.0.feeds.0.columns.date_time: a column of the file, or a look-up: date_time identifies a row of date_dim',
    ],
    [
      'a grain by the year of a day',
      (it: Star) => (it.sources[2]!.feeds[0]!.columns.date_key = { isoYearOf: 'sales_date' }),
      'sources.2.feeds.0.columns.date_key: a column of the file, or a look-up: date_key identifies a row of store_promotions',
    ],
    [
      'facts before what they refer to',
      (it: Star) => it.sources.reverse(),
      'sources.0: store_promotions after date_dim, which brings date_dim',
    ],
    [
      'stores that repeat with each sale, and nothing that tells which counts',
      (it: Star) => delete it.sources[1]!.feeds[0]!.latestBy,
      'sources.1.feeds.0.latestBy: a date column of store_sales that tells which record of a store_dim counts',
    ],
    [
      'a range of texts',
      (it: Star) => (it.sources[1]!.columns[1]!.range = { min: 0, max: 1 }),
      'sources.1.columns.1.range: no range: only smallint, integer and decimal have one',
    ],
    [
      'a range without a number in it',
      (it: Star) => (it.sources[0]!.columns[2]!.range = { min: 53, max: 1 }),
      'sources.0.columns.2.range: min at most max',
    ],
  ])('refuses %s', (_, change, fault) => expect(faultsAfter(change)).toContain(fault));
});

describe('what is forecast', () => {
  it.each([
    [
      'text',
      (it: Star) => (it.facts[0]!.columns[2]!.type = { kind: 'text', length: 9 }),
      'training.target: a column of numbers',
    ],
    [
      'something without a dimension of items',
      (it: Star) => delete it.facts[0]!.columns[0]!.references,
      'training.item: a column that references a dimension: the items',
    ],
    [
      'something without days',
      (it: Star) => delete it.dimensions[0]!.alternateKey,
      'training.time: a date, or a reference to a dimension whose alternateKey is one',
    ],
    [
      'a fact with more than items and times in its grain',
      (it: Star) => it.facts[0]!.grain.push('total_sales'),
      'training.fact: a fact whose grain is one item and one time',
    ],
    [
      'attributes that the items do not have',
      (it: Star) => it.training.statics.push('size'),
      'training.statics.3: one of the attributes of store_dim: store_name, store_address, city, state, country',
    ],
    [
      'the target as known ahead',
      (it: Star) => (it.training.known[0]!.fact = 'store_sales'),
      'training.known.0.fact: one of the facts besides that of the target: store_promotions',
    ],
    [
      'measures of one name that two facts know ahead',
      (it: Star) => {
        it.facts.push({ ...it.facts[1]!, name: 'other_promotions' });
        it.training.known.push({ fact: 'other_promotions', columns: ['promo'], fill: 0 });
      },
      'training.known.1.columns.0: a name that nothing else in training has',
    ],
    [
      'one measure twice',
      (it: Star) => (it.training.known[0]!.columns = ['promo', 'promo']),
      'training.known.0.columns.1: a name that nothing else in training has',
    ],
    [
      'known facts at another grain',
      (it: Star) => it.facts[1]!.grain.pop(),
      'training.known.0.fact: a fact by store_id, date_key, like store_sales',
    ],
  ])('is not %s', (_, change, fault) => expect(faultsAfter(change)).toContain(fault));

  it('may be a fact that keeps its day itself', () => {
    const faults = faultsAfter((it) => {
      it.facts.pop();
      it.sources.pop();
      it.training.known = [];
      const fact = it.facts[0]!;
      fact.columns[1] = { name: 'date_key', type: { kind: 'date' }, description: '' };
      it.sources[1]!.feeds[1]!.columns.date_key = { from: 'sales_date' };
    });

    expect(faults).toEqual([]);
  });
});

it('is published as a JSON Schema', () => {
  const schema = starJsonSchema();

  expect(schema).toMatchObject({ type: 'object', required: expect.arrayContaining(['name', 'sources', 'training']) });
});

describe('attributes that keep their past', () => {
  const keep = (it: Star, name: string) => {
    it.dimensions[1]!.columns.find((column) => column.name === name)!.history = 'type 2';
  };

  it('may be any of a dimension but its key', () => {
    expect(faultsAfter((it) => keep(it, 'city'))).toEqual([]);
    expect(faultsAfter((it) => keep(it, 'store_id'))).toEqual([
      'dimensions.1.columns.0.history: no history: the key of a row never changes',
    ]);
  });

  it.each([
    [
      'a fact',
      (it: Star) => (it.facts[0]!.columns[2]!.history = 'type 2'),
      'facts.0.columns.2.history: no history: only attributes of a dimension have one',
    ],
    [
      'a dimension that is found by a second column',
      (it: Star) => (it.dimensions[0]!.columns[2]!.history = 'type 2'),
      'dimensions.0.alternateKey: no alternateKey: it finds one row, and type 2 keeps several',
    ],
    [
      'a dimension with a column of the name of one that is added',
      (it: Star) => {
        keep(it, 'city');
        it.dimensions[1]!.columns[4]!.name = 'valid_to';
      },
      'dimensions.1.columns.4.name: another name: type 2 adds version_key, valid_from, valid_to, is_current',
    ],
    [
      'days that are said twice',
      (it: Star) => {
        keep(it, 'city');
        it.sources[1]!.feeds[0]!.validFrom = 'sales_date';
      },
      'sources.1.feeds.0.validFrom: no validFrom: versions begin on the days of sales_date',
    ],
    [
      'days of nothing that is kept',
      (it: Star) => (it.sources[0]!.feeds[0]!.validFrom = 'date_time'),
      'sources.0.feeds.0.validFrom: an attribute of date_dim with "history": "type 2", or no validFrom',
    ],
  ])('are none of %s', (_, change, fault) => {
    expect(faultsAfter(change)).toContain(fault);
  });
});
