import type { Cases, Scene } from './scene.ts';

/** Cases of the catalog and the glossary. */
export function catalogCases({ api, world, inWorld }: Scene) {
  const { domainId } = world.project;
  const inDomain = { params: { domainId } };
  let made = 0;
  const body = () => ({ ko: `매출 ${++made}`, en: 'sales', synonyms: ['turnover'] });
  const term = () => api.control.glossary.create(domainId, { ...body(), description: '' });
  const inTerm = async () => ({ params: { domainId, termId: (await term()).id } });
  const inEntry = { params: { projectId: world.project.id, entry: 'table:store_sales' } };
  return {
    createTerm: {
      201: () => ({ ...inDomain, body: body() }),
      409: async () => ({ ...inDomain, body: { ko: (await term()).ko, en: 'sales' } }),
    },
    listTerms: { 200: () => ({ ...inDomain, query: { search: 'turnover' } }) },
    changeTerm: {
      200: async () => ({ ...(await inTerm()), body: body() }),
      409: async () => ({ ...(await inTerm()), body: { ko: (await term()).ko, en: 'sales' } }),
    },
    deleteTerm: { 204: inTerm },
    listCatalog: { 200: () => ({ ...inWorld(), query: { search: 'city', kind: 'table' } }) },
    setEntryTerms: { 200: async () => ({ ...inEntry, body: { termIds: [(await term()).id] } }) },
  } satisfies Partial<Cases>;
}
