// This goes into the glue's function and replaces its way to make an instance. It takes a compiled module, which workers share
// together with the machine code made of it, as well as bytes; and a failure rejects the promise that callers wait for.
var WebAssembly = {
  instantiate: function (wasm, imports) {
    return globalThis.WebAssembly.instantiate(wasm, imports).then(
      function (made) {
        return { instance: made.instance || made };
      },
      function (failure) {
        readyPromiseReject(failure);
        return new Promise(function () {});
      },
    );
  },
};
// Returns the engine's memory, into which callers write.
Module['heap'] = function () {
  return HEAPU8;
};
// The methods' names, in the order of bindings.cpp. An argument that is a string is the call's word; the others are numbers.
[
  ...['start', 'selfTest', 'validate', 'readPins', 'pin', 'openPointer', 'openManifest', 'listInfo', 'proveCanary', 'setIdentifier'],
  ...['clearIdentifier', 'request', 'recordRequest', 'bucketPath', 'verifyBucket', 'hash', 'askEvaluators', 'evaluate', 'decide'],
].forEach(function (name, method) {
  Module[name] = function (...given) {
    const [list = 0, number = 0] = given.filter(function (one) {
      if (typeof one !== 'string') return true;
      const word = new TextEncoder().encode(one);
      // The address is asked for before HEAPU8 is read, because taking memory may replace HEAPU8.
      const address = Module['word'](word.length);
      HEAPU8.set(word, address);
    });
    const reply = Module['call'](method, list, number);
    return JSON.parse(new TextDecoder().decode(HEAPU8.subarray(reply, HEAPU8.indexOf(0, reply))));
  };
});
