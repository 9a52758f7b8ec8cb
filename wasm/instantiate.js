// Goes into the glue's function, whose way to make an instance it replaces: from a compiled module, which workers share together
// with the machine code made of it, as well as from bytes; a failure rejects the promise that callers wait for; and the memory is
// theirs to write into.
var WebAssembly = {
  instantiate: function (wasm, imports) {
    return globalThis.WebAssembly.instantiate(wasm, imports).then(
      function (made) {
        var instance = made.instance || made;
        Module['memory'] = Object.values(instance.exports).find(function (exported) {
          return exported instanceof globalThis.WebAssembly.Memory;
        });
        return { instance: instance };
      },
      function (failure) {
        readyPromiseReject(failure);
        return new Promise(function () {});
      },
    );
  },
};
