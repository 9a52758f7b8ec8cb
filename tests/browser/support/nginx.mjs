// Runs Debian's nginx with the rights of whoever runs the tests, with a certificate made for them and the headers that were made with the
// site.
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Program } from './browsers/processes.mjs';
import { findNginx } from './paths.mjs';
import { makeTemporaryDirectory } from './site.mjs';
import { until } from './until.mjs';

const run = promisify(execFile);

/** Makes a self-signed certificate for localhost and 127.0.0.1. Returns {key, cert, keyFile, certFile}. */
export async function makeCertificate(t) {
  const directory = await makeTemporaryDirectory();
  t.after(() => rm(directory, { recursive: true, force: true }));
  const [keyFile, certFile] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile, '-out', certFile];
  await run('openssl', ['req', '-x509', ...made, '-days', '2', '-subj', '/CN=localhost', '-addext', names]);
  return { key: await readFile(keyFile), cert: await readFile(certFile), keyFile, certFile };
}

/**
 * Returns the configuration. All that is not about headers is as in Debian's own configuration, or lets nginx run without rights. If `logs`
 * names a folder, it writes the logs that Debian's configuration has.
 */
const configuration = ({ port, directory, headers, scratch, certificate, logs }) => `
daemon off;
master_process off;
pid ${scratch}/pid;
error_log ${logs ? `${logs}/error.log` : 'stderr crit'};
events {}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log ${logs ? `${logs}/access.log` : 'off'};
  client_body_temp_path ${scratch}/body;
  proxy_temp_path ${scratch}/proxy;
  fastcgi_temp_path ${scratch}/fastcgi;
  uwsgi_temp_path ${scratch}/uwsgi;
  scgi_temp_path ${scratch}/scgi;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${certificate.certFile};
    ssl_certificate_key ${certificate.keyFile};
    root ${directory};
    index index.html;
    include ${headers};
  }
}
`;

async function listening(port, program) {
  const answers = async () => {
    if (!program.running) throw new Error('nginx has ended');
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
    socket.destroy();
    return open;
  };
  await until(answers, 'nginx did not start');
}

/** Serves `directory` over HTTPS on `port` until the test ends, with the configuration `headers`. */
export async function serveWithNginx(t, { directory, headers, port, certificate, logs }) {
  const scratch = await makeTemporaryDirectory();
  const file = join(scratch, 'nginx.conf');
  await writeFile(file, configuration({ port, directory, headers, scratch, certificate, logs }));
  const program = new Program(findNginx(), ['-p', scratch, '-c', file], { home: scratch, streams: ['ignore', 'ignore', 'inherit'] });
  t.after(async () => {
    await program.kill();
    await rm(scratch, { recursive: true, force: true });
  });
  await listening(port, program);
}
