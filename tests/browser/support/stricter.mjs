// Runs a host that is stricter than the site is: it stands before a server and sends other policies with its files.
import { createServer, get } from 'node:http';

/** Runs the host until the test ends, and returns its address. `policyFor(path)` returns the policy, or undefined for the server's own. */
export async function stricterHost(t, targetUrl, policyFor) {
  const server = createServer((request, response) => {
    get(new URL(request.url, targetUrl), (answer) => {
      const { pathname } = new URL(request.url, targetUrl);
      const policy = policyFor(pathname);
      response.writeHead(answer.statusCode, { ...answer.headers, ...(policy && { 'content-security-policy': policy }) });
      answer.pipe(response);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}/`;
}
