import type { AuditEvent } from '@tandem/data-model/contract';
import css from './audit.module.css';

/** What an event is about: its kind as the log has it, and its name, or its id where it has none. */
export const SubjectName = ({ subject: { kind, id, name } }: { readonly subject: AuditEvent['subject'] }) => (
  <span className={css.subject}>
    <span className={css.kind}>{kind}</span> {name ?? <code title={id}>{id.slice(0, 12)}</code>}
  </span>
);
