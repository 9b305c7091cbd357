const key = 'tandem-project';

/** The project that this browser was in last: where one comes back to, and what stands in the rail outside of any. */
export const lastProject = {
  get: (): string | null => localStorage.getItem(key),
  keep: (projectId: string): void => localStorage.setItem(key, projectId),
};

/** That one, or the first, of the projects that there are. */
export function projectToOpen<It extends { readonly id: string }>(projects: readonly It[]): It | undefined {
  const last = lastProject.get();
  return projects.find(({ id }) => id === last) ?? projects[0];
}
