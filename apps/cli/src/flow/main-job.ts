import type { Client } from '@tandem/client';
import type { Load, Project, Upload } from '@tandem/data-model/contract';
import { count, counted, percent } from '../terminal/numbers.ts';
import type { ProgressView } from '../terminal/progress.ts';
import type { DataFiles } from './data-files.ts';
import {
  ensureBatchForecast,
  ensureEndpoint,
  ensureModel,
  ensureTraining,
  type StepContext,
} from './forecast-steps.ts';
import { ensureLoad, loadUploads } from './load-files.ts';
import { ensureDomain, ensureProfile, ensureProject } from './project.ts';
import { uploadFiles } from './upload-files.ts';

export interface MainJob {
  readonly client: Client;
  readonly view: ProgressView;
  readonly signal: AbortSignal;
}

/** Domain, project profile and project, each made where it is missing. */
export async function prepareProject({ client, view, signal }: MainJob): Promise<Project> {
  const domain = await view.step('domain', async () => {
    const it = await ensureDomain(client);
    return [`${it.name}, ${it.region}`, it] as const;
  });
  const profile = await view.step('project profile', async () => {
    const it = await ensureProfile(client, domain.id);
    return [it.name, it] as const;
  });
  return view.step('project', async (note) => {
    const it = await ensureProject(client, profile, note, signal);
    return [`${it.name}, ${counted(it.steps.length, 'resource')}`, it] as const;
  });
}

/** Files into the object store, each unless it is there. */
export function uploadStep({ client, view }: MainJob, projectId: string, files: DataFiles['files']): Promise<Upload[]> {
  return view.step('upload', async (note) => {
    const all = await uploadFiles(client, projectId, files, note);
    const bytes = all.reduce((sum, it) => sum + it.bytes, 0);
    return [`${counted(all.length, 'file')}, ${(bytes / 1e6).toFixed(1)} MB`, all] as const;
  });
}

/**
 * Files into the star. With `again`, a load that was done before is done anew, which then changes nothing; with `plan`,
 * it only says what it would change.
 */
export async function loadFiles(
  { client, view, signal }: MainJob,
  projectId: string,
  { files }: DataFiles,
  { again, ...options }: { again: boolean; plan?: boolean; maxRejectShare?: number },
): Promise<Load> {
  const uploads = await uploadStep({ client, view, signal }, projectId, files);
  const { plan = false } = options;
  return view.step(plan ? 'plan' : 'load', async (note) => {
    const context = { client, projectId, note, signal };
    const load = again || plan ? await loadUploads(context, uploads, options) : await ensureLoad(context, uploads);
    const { read = 0, loaded = 0, unchanged = 0, rejected = 0 } = load.report?.counts ?? {};
    const text = `${counted(read, 'row')}: ${count(loaded)} ${plan ? 'to load' : 'loaded'}, ${count(unchanged)} unchanged, ${count(rejected)} rejected`;
    return [text, load] as const;
  });
}

/** The star into forecasts, by a training since an instant: training, model, endpoint, batch forecast. */
export async function forecastStar({ client, view, signal }: MainJob, project: Project, since: string): Promise<void> {
  const context = (note: (text: string) => void): StepContext => ({ client, projectId: project.id, note, signal });
  const run = await view.step('train', async (note) => {
    const it = await ensureTraining(context(note), since);
    const { items = 0, candidates = [], baseline } = it.report ?? {};
    const better = baseline?.improvement == null ? '' : `, ${percent(baseline.improvement)} better than seasonal naive`;
    return [`${count(items)} series, ${counted(candidates.length, 'candidate')}${better}`, it] as const;
  });
  const model = await view.step('model', async (note) => {
    const it = await ensureModel(context(note), run);
    return [`${it.name} version ${it.version}`, it] as const;
  });
  await view.step('endpoint', async (note) => {
    const it = await ensureEndpoint(context(note), model);
    return [`${it.name}, ${it.state}`, it] as const;
  });
  await view.step('batch forecast', async (note) => {
    const it = await ensureBatchForecast(context(note), model);
    return [`${counted(it.items ?? 0, 'item')}, ${counted(it.rows ?? 0, 'row')}`, it] as const;
  });
}
