/** The command that asks an endpoint for one store's forecast; the token stays in its file. */
export function curlLine(origin: string, projectId: string, endpoint: string, itemId: string, horizon: number): string {
  const body = JSON.stringify({ items: [{ itemId }], horizon });
  return [
    `curl -s ${origin}/api/v1/projects/${projectId}/endpoints/${endpoint}/predictions`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
    '  -H "Authorization: Bearer $(cat "${TANDEM_HOME:-.tandem}/token")"',
    `  -H 'Content-Type: application/json'`,
    `  -d '${body.replaceAll("'", "'\\''")}'`,
  ].join(' \\\n');
}
