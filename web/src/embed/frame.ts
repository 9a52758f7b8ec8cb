// How the frame looks and what it may do on the host's page, whether the script puts it there or a newsroom pastes it as it is.

/**
 * The frame may run scripts and has no origin, so neither the host nor the page that opened it, nor another frame of this site, can reach
 * into it. It may also open links to elsewhere; it would work without them, but not as well.
 */
export const sandbox = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';

/** The border within which the number is typed; what is around it is the host's. Its grey shows on light and on dark. */
export const border = 'border:1px solid #8888;border-radius:8px;box-sizing:border-box';

/** The height of the box that is reserved, with the link in it, in CSS pixels. What is longer than the frame scrolls in it. */
export const reservedHeight = 600;
/** The height of the frame where nothing is reserved, in CSS pixels. */
export const frameHeight = 560;
/** The height of a frame that is in use, in CSS pixels. It gets this height where that moves nothing that can be seen. */
export const heightInUse = 720;
