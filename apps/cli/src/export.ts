import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '@tandem/client';
import { Forbidden, InvalidInput, NotFound } from '@tandem/data-model';
import { fileOfProject, type WholeProject } from '@tandem/data-model/project-file';
import { projectFileText } from './project-file/project-file-text.ts';
import { readExisting } from './project-file/read-existing.ts';
import { withServer } from './with-server.ts';

export interface ExportOptions {
  readonly project: string | undefined;
  readonly out: string | undefined;
  readonly star: string | undefined;
}

/** Writes the file of a project, which changes nothing when it is applied; `tandem export`. */
export async function exportProject({ project: name, out, star }: ExportOptions): Promise<void> {
  if (star !== undefined && out === undefined) {
    throw new InvalidInput(
      '--star names a file beside that of the project, which --out does not name.',
      'Give --out too.',
    );
  }
  const existing = await withServer('tandem export', ({ client }) => wholeProject(client, name));
  const { file, notes } = fileOfProject(existing);
  for (const it of notes) console.error(it);
  if (out === undefined) process.stdout.write(projectFileText(file, notes));
  else {
    const starFile = star === undefined ? undefined : path.resolve(path.dirname(out), star);
    for (const it of [out, ...(starFile ? [starFile] : [])]) refuseTaken(it);
    if (starFile) writeNew(starFile, `${JSON.stringify(file.star, null, 2)}\n`);
    writeNew(out, projectFileText(star === undefined ? file : { ...file, star }, notes));
  }
}

async function wholeProject(client: Client, name: string | undefined): Promise<WholeProject> {
  if ((await client.getMe()).projectId !== null) {
    throw new Forbidden(
      'The token reaches its project alone, and the file of a project names its domain and profile too.',
      'Stop the server of this home and export again, or give TANDEM_URL and a TANDEM_TOKEN that reaches the domain.',
    );
  }
  const [{ projects }, { domains }] = await Promise.all([client.listProjects(), client.listDomains()]);
  const found = projects.filter((it) => name === undefined || it.name === name || it.id === name);
  const [project, other] = found;
  if (!project) throw new NotFound('project', name ?? 'yet');
  if (other) {
    throw new InvalidInput(
      'It is not said which project is meant.',
      `Give --project, one of ${found.map((it) => `${it.id} (${it.name})`).join(', ')}.`,
    );
  }
  const domain = domains.find((it) => it.id === project.domainId);
  const { projectProfiles } = await client.listProjectProfiles({ params: { domainId: project.domainId } });
  const profile = projectProfiles.find((it) => it.id === project.profileId);
  const names = { domain: domain?.name ?? '', profile: profile?.name ?? '', project: project.name };
  const existing = await readExisting(client, names);
  if (existing.project?.id === project.id) return existing as WholeProject;
  throw new NotFound('project', project.id);
}

/** A file that is there may have been edited by hand. */
function refuseTaken(file: string): void {
  if (existsSync(file))
    throw new InvalidInput(`${file} is there already.`, 'Give another name, or move that file away.');
}

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (cause) {
    throw new InvalidInput(
      `${file} cannot be written: ${(cause as Error).message}`,
      'Give a file that may be written.',
      { cause },
    );
  }
}
