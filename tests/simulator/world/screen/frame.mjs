// Stands where the code does that translates the site's header and footer, which are not there.
export const speakFrame = () => {};
export const pageAddress = () => '';
