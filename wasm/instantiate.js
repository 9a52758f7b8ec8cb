// Goes into the glue's function, whose way to make an instance it replaces: from a compiled module, which workers share together
// with the machine code made of it, as well as from bytes; and a failure rejects the promise that callers wait for.
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
// Theirs to write into.
Module['heap'] = function () {
  return HEAPU8;
};
