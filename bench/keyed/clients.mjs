// Measures an evaluator's memory and open connections while each of many clients has a connection, as through a web server that
// keeps connections open.
import { keepResult, printTable, progress } from '../support/report.mjs';
import { ask, askMany, keepingAgent, resources, withEvaluator } from './evaluator.mjs';

export async function measureClients({ clients }) {
  progress(`${clients} clients`);
  const rows = [];
  await withEvaluator(async (evaluator) => {
    const agent = keepingAgent(clients);
    const look = async (when) => rows.push({ when, ...(await resources(evaluator.pid)) });
    await ask(evaluator, agent);
    await look('one client');
    await Promise.all(Array.from({ length: clients }, () => ask(evaluator, agent)));
    await look(`${clients} clients, each with its connection`);
    await askMany(evaluator, agent, 10 * clients, clients);
    await look('ten questions of each later');
    agent.destroy();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await look('a second after they left');
  });
  console.log('\n## An evaluator and many clients');
  printTable(
    ['', 'MiB', 'most so far', 'open files and connections'],
    rows.map(({ when, resident, peak, open }) => [when, (resident / 1024).toFixed(1), (peak / 1024).toFixed(1), open.toString()]),
  );
  await keepResult('keyed-clients', rows);
}
