import { loadEngine } from './selfcheck.mjs';

export const assets = ['engine/selfcheck.wasm'];
export const load = (readAsset) => loadEngine(readAsset, assets[0]);
