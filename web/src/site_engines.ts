// The engine and the network of one of the site's pages: what a page needs before it can open the site's lists.

import { compileEngine } from './engine/code.js';
import { Engines } from './engine/engines.js';
import { EngineHost, type HostOptions } from './engine/host.js';
import { Ledger } from './ledger.js';
import { Network, type NetworkOptions } from './network/network.js';
import { siteFiles } from './site_files.js';

export interface SiteEngines {
  readonly ledger: Ledger;
  readonly network: Network;
  readonly engines: Engines;
}

/** `workerFrom`: how the page may start a worker. The engine is loaded when it is first needed, and not before. */
export function siteEngines(site: URL, options: NetworkOptions = {}, workerFrom: HostOptions['workerFrom'] = 'address'): SiteEngines {
  const ledger = new Ledger();
  const network = new Network(ledger, { clearTimings: () => ledger.takeTimings(), ...options });
  const { name, hash } = siteFiles.worker;
  const script = new URL(name, site);
  const host = new EngineHost({ script, hash, readScript: (cache) => network.engineFile(script, cache), workerFrom });
  const engines = new Engines({
    openPort: () => host.open(),
    get blocksPage() {
      return host.blocksPage;
    },
    compile: (variant) => {
      const file = siteFiles.engines[variant];
      const url = new URL(file.name, site);
      return compileEngine((cache) => network.engineFile(url, cache), file.hash);
    },
  });
  return { ledger, network, engines };
}
