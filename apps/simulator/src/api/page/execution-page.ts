import type { HistoryEvent } from '@pipelines/asl';
import type { ExecutionSummary, Registry } from '../../executions/registry.ts';
import { html, type Html } from './html.ts';
import { executionHref, layout, timeOf } from './layout.ts';

const EVENTS_PER_PAGE = 1_000;

/**
 * The events of one execution: number, type, state, time and error name.
 *
 * Inputs, outputs and causes are left out: they may hold people's data.
 *
 * @param from - index of the first event shown
 */
export function executionPage(
  execution: ExecutionSummary,
  registry: Registry,
  from: number,
): string {
  const page = { from, count: EVENTS_PER_PAGE, isReversed: false };
  const { events, total } = registry.history(execution.arn, page) ?? { events: [], total: 0 };
  const content = html`<p><a href="/">All state machines</a></p>
    <p>${execution.status} · <code>${execution.arn}</code></p>
    <table>
      <caption>
        Events ${Math.min(from + 1, total)} to ${from + events.length} of ${total}
      </caption>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">Type</th>
          <th scope="col">State</th>
          <th scope="col">Error</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        ${events.map(eventRow)}
      </tbody>
    </table>
    ${nextLink(execution, from + events.length, total)}`;
  return layout(`Execution ${execution.name}`, content);
}

function eventRow(event: HistoryEvent): Html {
  return html`<tr>
    <td class="number">${event.id}</td>
    <td>${event.type}</td>
    <td>${stateNameOf(event)}</td>
    <td>${errorNameOf(event)}</td>
    <td>${timeOf(event.timestampMs)}</td>
  </tr>`;
}

function nextLink(execution: ExecutionSummary, next: number, total: number): Html {
  if (next >= total) return html``;
  return html`<p><a href="${executionHref(execution)}&from=${next}">Next events</a></p>`;
}

function stateNameOf(event: HistoryEvent): string {
  return event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? '';
}

function errorNameOf(event: HistoryEvent): string {
  const details = [
    event.executionFailedEventDetails,
    event.executionAbortedEventDetails,
    event.taskFailedEventDetails,
    event.taskTimedOutEventDetails,
    event.lambdaFunctionFailedEventDetails,
    event.lambdaFunctionTimedOutEventDetails,
  ];
  return details.find((one) => one?.error !== undefined)?.error ?? '';
}
