/** In the page: counts the engines that it has started, and their answers to `describe`, which is the last step of opening a list. */
export function countEngines() {
  window.engines = 0;
  window.described = 0;
  window.Worker = class extends Worker {
    #describing = new Set();
    constructor(...args) {
      super(...args);
      window.engines += 1;
    }
    postMessage(message, transfer) {
      if (message.method === 'describe') this.#describing.add(message.id);
      super.postMessage(message, transfer);
    }
    set onmessage(receive) {
      super.onmessage = (event) => {
        receive(event);
        if (this.#describing.has(event.data.id)) window.described += 1;
      };
    }
  };
}
