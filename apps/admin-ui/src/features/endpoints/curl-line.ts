/** The command that asks an endpoint for one store's forecast; the token comes from the environment, never from here. */
export function curlLine(origin: string, projectId: string, endpoint: string, itemId = '1', horizon = 7): string {
  const body = JSON.stringify({ items: [{ itemId }], horizon });
  return [
    `curl -s ${origin}/api/v1/projects/${projectId}/endpoints/${endpoint}/predictions`,
    `  -H "Authorization: Bearer $TANDEM_TOKEN"`,
    `  -H 'Content-Type: application/json'`,
    `  -d '${body.replaceAll("'", "'\\''")}'`,
  ].join(' \\\n');
}
