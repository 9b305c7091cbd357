import { type Day, formatDay } from '@tandem/data-model';
import { type CsvBuffer, csvRecord } from './csv-buffer.ts';
import { dateDimRecords } from './date-dim.ts';
import { country } from './german-places.ts';
import type { Part, SpoilablePart } from './sample-file.ts';
import { calendarLast, type SampleWindow } from './sample-options.ts';
import type { Store } from './store.ts';
import { type StoreSeries, truthQuantiles } from './store-series.ts';

export const headers = {
  store_sales: ['store_id', 'store_name', 'store_address', 'city', 'state', 'country', 'sales_date', 'total_sales'],
  store_promotions: ['store_id', 'sales_date', 'promo', 'school_holiday'],
  date_dim: ['date_key', 'date_time', 'week', 'month', 'quarter', 'year', 'weekday'],
  truth: ['store_id', 'sales_date', 'mean', ...truthQuantiles.map((it) => `p${Math.round(it * 100)}`), 'actual'],
} as const;

/** The days of a window as text, each made once. */
export class DayTexts {
  private readonly first: Day;
  private readonly texts: readonly Uint8Array[];

  constructor({ first, end }: SampleWindow) {
    this.first = first;
    this.texts = Array.from({ length: end - first + 1 }, (_, i) => Buffer.from(`${formatDay(first + i)},`));
  }

  /** `YYYY-MM-DD` and a comma. */
  of(day: Day): Uint8Array {
    return this.texts[day - this.first]!;
  }

  /** A day before the window. */
  before(days: number): string {
    return formatDay(this.first - days);
  }
}

/** Sales up to the sample's last day. From the day of a move on, a store has its new address. */
export function salesRecords(store: Store, series: StoreSeries, days: DayTexts): SpoilablePart {
  const { newAddress, to } = store.refurbishment ?? {};
  const addressOn = (day: Day) => (newAddress !== undefined && day >= to! ? newAddress : store.address);
  const described = (address: string) => [String(store.id), store.name, address, store.city, store.state, country.name];
  const before = Buffer.from(`${csvRecord(described(store.address))},`);
  const after = Buffer.from(`${csvRecord(described(newAddress ?? store.address))},`);
  return {
    length: series.sold,
    write(buffer, i) {
      const day = series.day[i]!;
      buffer.append(to !== undefined && day >= to ? after : before);
      buffer.append(days.of(day));
      buffer.cents(series.sales[i]!);
    },
    fields: (i) => {
      const day = series.day[i]!;
      return [...described(addressOn(day)), formatDay(day), (series.sales[i]! / 100).toFixed(2)];
    },
    spare: (spareDay) => [...described(store.address), days.before(spareDay), '100.00'],
  };
}

/** Promotions and school holidays up to the holdout's end: an open day is announced by its record. */
export function promotionRecords(store: Store, series: StoreSeries, days: DayTexts): SpoilablePart {
  const id = Buffer.from(`${store.id},`);
  return {
    length: series.length,
    write(buffer, i) {
      buffer.append(id);
      buffer.append(days.of(series.day[i]!));
      buffer.integer(series.promo[i]!);
      buffer.comma();
      buffer.integer(series.schoolHoliday[i]!);
    },
    fields: (i) => [store.id, formatDay(series.day[i]!), series.promo[i]!, series.schoolHoliday[i]!].map(String),
    spare: (spareDay) => [String(store.id), days.before(spareDay), '0', '0'],
  };
}

/** What every outcome was drawn from; the outcome itself in the holdout alone. */
export function truthRecords(store: Store, series: StoreSeries, days: DayTexts): Part {
  const id = Buffer.from(`${store.id},`);
  const q = truthQuantiles.length;
  return {
    length: series.length,
    write(buffer: CsvBuffer, i) {
      buffer.append(id);
      buffer.append(days.of(series.day[i]!));
      buffer.cents(series.mean[i]!);
      for (let k = 0; k < q; k++) {
        buffer.comma();
        buffer.cents(series.quantiles[i * q + k]!);
      }
      buffer.comma();
      if (i >= series.sold) buffer.cents(series.sales[i]!);
    },
  };
}

/** The whole of date_dim. */
export function calendarRecords(): SpoilablePart {
  const records = [...dateDimRecords()];
  return {
    length: records.length,
    write: (buffer, i) => buffer.append(Buffer.from(csvRecord(records[i]!))),
    fields: (i) => [...records[i]!],
    spare: (spareDay) => [String(9_000 + spareDay), formatDay(calendarLast + spareDay), '1', '1', '1', '2030', '1'],
  };
}
