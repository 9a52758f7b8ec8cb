// What the frame is on the host's page: the same whether the script puts it there or a newsroom pastes it as it is.

/**
 * Scripts, and no origin: neither the host nor the page that opened it, nor another frame of this site, can reach into it. It would work
 * without links to elsewhere, but not as well.
 */
export const sandbox = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';

/** The number is typed within these lines: what is around them is the host's. Grey that shows on light and dark. */
export const border = 'border:1px solid #8888;border-radius:8px;box-sizing:border-box';

/** Of the box that is reserved, with the link in it; in CSS pixels. What is longer than the frame scrolls in it. */
export const reservedHeight = 600;
/** Of the frame, where nothing is reserved. */
export const frameHeight = 560;
/** Of the frame that is in use, where that moves nothing that can be seen. */
export const heightInUse = 720;
