// Turns drawings into PNG. The same drawing gives the same bytes.

import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';

/** @type {Promise<void> | undefined} */
let ready;

/** Node would optimize what draws while it draws, which takes longer than to draw five pictures. What is drawn is the same. */
function start() {
  for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);
  return readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then((wasm) => initWasm(wasm));
}

/**
 * Returns a drawing as PNG, `width` pixels wide.
 *
 * @param {string} svg without text: there are no fonts here
 * @param {number} width
 */
export async function toPng(svg, width) {
  ready ??= start();
  await ready;
  const drawing = new Resvg(svg, { fitTo: { mode: 'width', value: width } });
  const image = drawing.render();
  const png = Buffer.from(image.asPng());
  image.free();
  drawing.free();
  return png;
}
