// Node 18 has this, but not as a global. The build puts it in the global's place.

export { webcrypto as crypto } from 'node:crypto';
