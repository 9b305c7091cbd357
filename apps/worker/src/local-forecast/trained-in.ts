import type { Task } from '@tandem/ml-pipeline';

/** The candidate that a task is a part of the training of; undefined for one that trains none. */
export function trainedIn(task: Task): string | undefined {
  switch (task.kind) {
    case 'candidate':
      return task.name;
    case 'trees':
      return 'trees';
    case 'imported':
      return 'imported model';
    case 'regression':
    case 'common':
    case 'effects':
    case 'others':
      return 'regression';
    default:
      return undefined;
  }
}
