/* What the parts have to test. Several tests run at a time, each on a page of its own, but those that measure. */
export const together = [];
export const alone = [];

export const test = (name, run) => together.push([name, run]);
export const measure = (name, run) => alone.push([name, run]);
