import type { ColumnType, Dimension, Fact, SourceColumn, Star } from './star.ts';

const integer: ColumnType = { kind: 'integer' };
const smallint: ColumnType = { kind: 'smallint' };
const flag: ColumnType = { kind: 'flag' };
const date: ColumnType = { kind: 'date' };
const money: ColumnType = { kind: 'decimal', precision: 18, scale: 2 };
const text = (length: number): ColumnType => ({ kind: 'text', length });
const small = (name: string, min: number, max: number): SourceColumn => ({ name, type: smallint, range: { min, max } });

const dateDim: Dimension = {
  kind: 'dimension',
  name: 'date_dim',
  description: 'One row for each day of the calendar.',
  key: 'date_key',
  alternateKey: 'date_time',
  columns: [
    { name: 'date_key', type: integer, description: 'Key of the day' },
    { name: 'date_time', type: { kind: 'timestamp' }, description: 'The day, at midnight' },
    { name: 'week', type: smallint, description: 'ISO 8601 week; goes with iso_year, not with year' },
    { name: 'month', type: smallint, description: '1 to 12' },
    { name: 'quarter', type: smallint, description: '1 to 4' },
    { name: 'year', type: smallint, description: 'Calendar year' },
    { name: 'weekday', type: smallint, description: 'Monday = 0 to Sunday = 6' },
    { name: 'iso_year', type: smallint, description: 'Year to which the ISO 8601 week belongs' },
  ],
  physical: { redshift: { distribution: 'all', sortKey: ['date_key'] } },
};

const storeDim: Dimension = {
  kind: 'dimension',
  name: 'store_dim',
  description: 'One row for each store, as its latest sale describes it.',
  key: 'store_id',
  columns: [
    { name: 'store_id', type: integer, description: 'Number of the store' },
    { name: 'store_name', type: text(50), description: 'Name' },
    { name: 'store_address', type: text(100), description: 'Street and number' },
    { name: 'city', type: text(50), description: 'City' },
    { name: 'state', type: text(10), description: 'State or region, as a code' },
    { name: 'country', type: text(50), description: 'Country' },
  ],
  physical: { redshift: { distribution: 'all', sortKey: ['store_id'] } },
};

const storeDay = [
  { name: 'store_id', type: integer, description: 'The store', references: 'store_dim' },
  { name: 'date_key', type: integer, description: 'The day', references: 'date_dim' },
] as const;

const physical = { redshift: { distribution: { key: 'store_id' }, sortKey: ['store_id', 'date_key'] } };

const storeSales: Fact = {
  kind: 'fact',
  name: 'store_sales',
  description: 'Sales of a store on a day. A day without a row is a day without trade.',
  grain: ['store_id', 'date_key'],
  columns: [...storeDay, { name: 'total_sales', type: money, description: 'Turnover of the day' }],
  physical,
};

const storePromotions: Fact = {
  kind: 'fact',
  name: 'store_promotions',
  description: 'What is known ahead about a store on a day, future days included.',
  grain: ['store_id', 'date_key'],
  columns: [
    ...storeDay,
    { name: 'promo', type: flag, description: '1 where the store runs a promotion' },
    { name: 'school_holiday', type: flag, description: '1 where schools are closed' },
  ],
  physical,
};

const onStoreDay = { store_id: { from: 'store_id' }, date_key: { lookUp: 'date_dim', by: 'sales_date' } } as const;

/** Daily sales of stores, with the promotions and school holidays that are known ahead. */
export const retailSales: Star = {
  name: 'retail_sales',
  dimensions: [dateDim, storeDim],
  facts: [storeSales, storePromotions],
  sources: [
    {
      name: 'date_dim',
      description: 'The calendar',
      columns: [
        { name: 'date_key', type: integer },
        { name: 'date_time', type: date },
        small('week', 1, 53),
        small('month', 1, 12),
        small('quarter', 1, 4),
        small('year', 1, 9999),
        small('weekday', 0, 6),
      ],
      feeds: [
        {
          table: 'date_dim',
          columns: {
            date_key: { from: 'date_key' },
            date_time: { from: 'date_time' },
            week: { from: 'week' },
            month: { from: 'month' },
            quarter: { from: 'quarter' },
            year: { from: 'year' },
            weekday: { from: 'weekday' },
            iso_year: { isoYearOf: 'date_time' },
          },
        },
      ],
    },
    {
      name: 'store_sales',
      description: 'Sales by store and day, with the address of the store on that day',
      columns: [
        { name: 'store_id', type: integer },
        { name: 'store_name', type: text(50) },
        { name: 'store_address', type: text(100) },
        { name: 'city', type: text(50) },
        { name: 'state', type: text(10) },
        { name: 'country', type: text(50) },
        { name: 'sales_date', type: date },
        { name: 'total_sales', type: money },
      ],
      feeds: [
        {
          table: 'store_dim',
          columns: {
            store_id: { from: 'store_id' },
            store_name: { from: 'store_name' },
            store_address: { from: 'store_address' },
            city: { from: 'city' },
            state: { from: 'state' },
            country: { from: 'country' },
          },
          latestBy: 'sales_date',
        },
        { table: 'store_sales', columns: { ...onStoreDay, total_sales: { from: 'total_sales' } } },
      ],
    },
    {
      name: 'store_promotions',
      description: 'Promotions and school holidays by store and day',
      columns: [
        { name: 'store_id', type: integer },
        { name: 'sales_date', type: date },
        { name: 'promo', type: flag },
        { name: 'school_holiday', type: flag },
      ],
      feeds: [
        {
          table: 'store_promotions',
          columns: { ...onStoreDay, promo: { from: 'promo' }, school_holiday: { from: 'school_holiday' } },
        },
      ],
    },
  ],
  training: {
    fact: 'store_sales',
    target: 'total_sales',
    item: 'store_id',
    time: 'date_key',
    as: 'sales_date',
    frequency: 'D',
    known: [{ fact: 'store_promotions', columns: ['promo', 'school_holiday'], fill: 0 }],
    statics: ['city', 'state', 'country'],
  },
  checks: [
    { kind: 'calendar_gaps', severity: 'warning', table: 'date_dim' },
    { kind: 'calendar_gaps', severity: 'warning', table: 'store_sales' },
    { kind: 'freshness', severity: 'warning', table: 'store_sales', maxAgeDays: 7 },
    { kind: 'row_count_drift', severity: 'warning', source: 'store_sales', factor: 3, leastLoads: 3 },
  ],
};
