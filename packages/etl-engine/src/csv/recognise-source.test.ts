import { retailSales } from '@tandem/data-model';
import { describe, expect, it } from 'vitest';
import { recogniseSource } from './recognise-source.ts';

const recognise = (text: string) => recogniseSource(retailSales, Buffer.from(text));

describe('recognising a file', () => {
  it('goes by the columns of its header, in any order', () => {
    expect(recognise('promo,school_holiday,sales_date,store_id\n1,0,2024-01-01,1\n')).toEqual({
      source: 'store_promotions',
    });
    expect(recognise('date_key,date_time,week,month,quarter,year,weekday')).toEqual({ source: 'date_dim' });
  });

  it('overlooks case, spaces and quotes', () => {
    expect(recognise('"Store ID", Sales-Date ,PROMO,"school_holiday"\r\n')).toEqual({
      source: 'store_promotions',
    });
  });

  it('reads over columns that no source has', () => {
    expect(recognise('store_id,sales_date,promo,school_holiday,note\n')).toEqual({ source: 'store_promotions' });
  });

  it('does not choose where two sources would do', () => {
    const header = 'store_id,store_name,store_address,city,state,country,sales_date,total_sales,promo,school_holiday\n';

    expect(recognise(header).source).toBeUndefined();
  });

  it('chooses the source that has all columns of the others and more, whatever else is there', () => {
    const [store, day] = ['store_id', 'sales_date'].map((name) => ({ name, type: { kind: 'integer' as const } }));
    const source = { description: '', feeds: [] };
    const sources = [
      { ...source, name: 'stores', columns: [store!] },
      { ...source, name: 'visits', columns: [store!, day!] },
    ];
    const star = { ...retailSales, sources };

    expect(recogniseSource(star, Buffer.from('store_id,sales_date,note\n'))).toEqual({ source: 'visits' });
    expect(recogniseSource(star, Buffer.from('store_id,note\n'))).toEqual({ source: 'stores' });
  });

  it.each([
    'store_id;sales_date;promo;school_holiday\n',
    'store_id\tsales_date\tpromo\tschool_holiday',
    "'store_id'|'sales_date'|'promo'|'school_holiday'\n",
    'store_id;"sales\n date";promo;school_holiday;"a,b,c"\n',
  ])('finds out how fields are separated and quoted: %j', (header) => {
    expect(recognise(header)).toEqual({ source: 'store_promotions' });
  });

  it('says what a header that comes near lacks', () => {
    expect(recognise('store_id,store_name,store_address,town,state,country,sales_date,total_sales\n')).toEqual({
      nearest: { source: 'store_sales', missing: ['city'], unknown: ['town'] },
    });
  });

  it('says nothing of a file that is like none', () => {
    expect(recognise('a;b;c\n')).toEqual({});
    expect(recognise('')).toEqual({});
  });
});
