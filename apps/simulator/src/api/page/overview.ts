import type { ExecutionSummary, Registry } from '../../executions/registry.ts';
import type { Machine } from '../../machines/machine.ts';
import { html, type Html } from './html.ts';
import { executionHref, layout, timeOf } from './layout.ts';

/** Newest executions of each machine that the page lists. */
const SHOWN_EXECUTIONS = 50;

/** Machines and their newest executions: names, status, times. */
export function overviewPage(registry: Registry): string {
  const machines = registry.accounts().flatMap((account) => registry.machines(account));
  const sections = machines.map((machine) => machineSection(machine, registry));
  const content = sections.length > 0 ? html`${sections}` : html`<p>No state machines.</p>`;
  return layout('State machines', content);
}

function machineSection(machine: Machine, registry: Registry): Html {
  const executions = registry.executions(machine.arn);
  const rows = executions.slice(0, SHOWN_EXECUTIONS).map(executionRow);
  return html`<section>
    <h2>${machine.name}</h2>
    <p>${machine.type} · <code>${machine.arn}</code></p>
    <table>
      <caption>
        ${executions.length} executions, newest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Execution</th>
          <th scope="col">Status</th>
          <th scope="col">Start</th>
          <th scope="col">Duration (s)</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </section>`;
}

function executionRow(execution: ExecutionSummary): Html {
  const { name, status, startMs, stopMs } = execution;
  const duration = stopMs === undefined ? '' : ((stopMs - startMs) / 1000).toFixed(2);
  return html`<tr>
    <td><a href="${executionHref(execution)}">${name}</a></td>
    <td>${status}</td>
    <td>${timeOf(startMs)}</td>
    <td class="number">${duration}</td>
  </tr>`;
}
