import { html, type Html } from './html.ts';

/** A whole document with this title and content. */
export function layout(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="stylesheet" href="/page.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.markup;
}

/** A time as people and machines read it. */
export function timeOf(timeMs: number): Html {
  const iso = new Date(timeMs).toISOString();
  return html`<time datetime="${iso}">${iso}</time>`;
}

/** Address of an execution's page. */
export function executionHref(execution: {
  readonly name: string;
  readonly machineArn: string;
}): string {
  const query = new URLSearchParams({ machine: execution.machineArn });
  return `/executions/${encodeURIComponent(execution.name)}?${query.toString()}`;
}
