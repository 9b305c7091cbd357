import type { Right } from '@tandem/data-model/contract';
import type { ReactNode } from 'react';
import { useMay } from './may.ts';

/** What is offered to those alone who have a right on a project. */
export function IfMay({
  projectId,
  right = 'operate',
  children,
}: {
  readonly projectId: string;
  readonly right?: Right;
  readonly children: ReactNode;
}) {
  return useMay(projectId)(right) ? children : null;
}
