import path from 'node:path';
import { retailSales } from '@tandem/data-model';
import type { Load, Project } from '@tandem/data-model/contract';
import type { Installation } from '../installation/installation.ts';
import { publishServer } from '../installation/server-note.ts';
import { counted } from '../terminal/numbers.ts';
import { findDataFiles } from './data-files.ts';
import { type FlowNote, noteFlow, recallFlow } from './first-flow.ts';
import { forecastStar, loadFiles, type MainJob, prepareProject } from './main-job.ts';
import { mendForecast } from './mend-forecast.ts';
import { ensureSample, type SampleSize } from './sample.ts';

export interface Goal {
  readonly root: string;
  /** The user's folder, if one was given with this start. */
  readonly data: string | undefined;
  readonly sample: SampleSize;
}

export interface Ready {
  readonly projectId: string;
  readonly tokenFile: string;
}

type Wanted = { readonly folder: string } | 'sample' | undefined;

/** What a start loads: files given with it; those of an interrupted first flow; the sample; or none, where that is done. */
export function filesToLoad({ root, data }: Pick<Goal, 'root' | 'data'>): Wanted {
  const note = recallFlow(root);
  const folder = data ? path.resolve(data) : note.doneAt ? null : note.data;
  if (folder) return { folder };
  return note.doneAt ? undefined : 'sample';
}

/**
 * Throws at once where the folder of a first flow does not hold the files of the star that ships. A home whose first
 * flow is done may have another star, which its server knows.
 */
export async function checkFiles(goal: Pick<Goal, 'root' | 'data'>): Promise<void> {
  const files = filesToLoad(goal);
  if (typeof files === 'object' && !recallFlow(goal.root).doneAt)
    await findDataFiles(files.folder, retailSales, { whole: true });
}

/** Goes from whatever a home holds to served forecasts; every step finds what an earlier start has done already. */
export async function bringToReady(job: MainJob, installation: Installation, goal: Goal): Promise<Ready> {
  const { root } = goal;
  const files = filesToLoad(goal);
  const note = recallFlow(root);
  const publish = async (projectId: string): Promise<Ready> => {
    const tokenFile = await installation.writeToken(projectId);
    publishServer(root, { url: installation.url, tokenFile, sessionFile: await installation.writeSession() });
    return { projectId, tokenFile };
  };
  if (!files && note.projectId && !note.loadToForecast) {
    const known = await knownProject(job, note.projectId);
    if (known) {
      const ready = await publish(known.id);
      await mendForecast(job, root, known);
      return ready;
    }
  }
  if (goal.data) noteFlow(root, note.doneAt ? {} : { data: path.resolve(goal.data) });
  const project = await prepareProject(job);
  const ready = await publish(project.id);
  const load = await loadOf(job, ready.projectId, goal, files, note);
  if (load) await forecastStar(job, project, load.endedAt ?? '');
  noteFlow(root, { projectId: project.id, doneAt: note.doneAt ?? new Date().toISOString(), loadToForecast: null });
  await mendForecast(job, root, project);
  return ready;
}

/** Loads what there is to load; gives the load from which forecasts are to be made, if any is. */
async function loadOf(
  job: MainJob,
  projectId: string,
  { root, sample }: Goal,
  files: Wanted,
  note: FlowNote,
): Promise<Load | undefined> {
  if (!files && note.loadToForecast) {
    return job.client.getLoad({ params: { projectId, loadId: note.loadToForecast } });
  }
  const star = await job.client.getStar({ params: { projectId } });
  const folder = typeof files === 'object' ? files.folder : await ensureSample(root, sample, job.view, job.signal);
  const chosen = await findDataFiles(folder, star, { whole: !note.doneAt });
  const load = await loadFiles(job, projectId, chosen, { again: note.doneAt !== null });
  if (!note.doneAt) return load;
  if (load.report?.counts.loaded === 0 && !note.loadToForecast) return undefined;
  noteFlow(root, { loadToForecast: load.id });
  return load;
}

/** The project of the first flow, as an earlier start has left it. */
function knownProject({ client, view }: MainJob, projectId: string): Promise<Project | undefined> {
  return view.step('project', async () => {
    const { projects } = await client.listProjects();
    const project = projects.find((it) => it.id === projectId && it.state === 'active');
    if (!project) return ['the database does not have it; beginning anew', undefined] as const;
    const { tables } = await client.listTables({ params: { projectId } });
    const rows = tables.reduce((sum, it) => sum + it.rows, 0);
    return [`${project.name}, ${counted(rows, 'row')} in ${counted(tables.length, 'table')}`, project] as const;
  });
}
