import type { Warehouse } from '@tandem/ports';
import { isTracing, spanOf, statementSpan } from './span.ts';

/** A warehouse whose statements are spans, where there are any; a query that streams is one until its first rows. */
export function tracedWarehouse<W extends Warehouse>(warehouse: W): W {
  if (!isTracing()) return warehouse;
  const { dialect } = warehouse;
  const own: Pick<Warehouse, 'run' | 'rows' | 'transaction' | 'copyOut'> = {
    run: (sql) => statementSpan(dialect, sql, () => warehouse.run(sql)),
    async *rows(sql) {
      const batches = warehouse.rows(sql)[Symbol.asyncIterator]();
      const first = await statementSpan(dialect, sql, () => batches.next());
      try {
        for (let it = first; !it.done; it = await batches.next()) yield it.value;
      } finally {
        await batches.return?.();
      }
    },
    transaction: (statements) =>
      spanOf('transaction', { 'db.system.name': dialect, 'db.operation.batch.size': statements.length }, () =>
        warehouse.transaction(statements),
      ),
    copyOut: (sql, key) => statementSpan(dialect, sql, () => warehouse.copyOut(sql, key)),
  };
  return new Proxy(warehouse, {
    get(target, name) {
      if (name in own) return own[name as keyof typeof own];
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
