/* A page of each kind. */
export const pages = {
  home: "/",
  results: "/search?q=harbour",
  filtered: "/search?q=harbour&person=Thomas+Washington&source=Harbour+Gazette&from=2010&to=2020&sort=newest",
  chinese: "/search?q=%E5%8C%97%E7%BA%A6",
  second: "/search?q=the&offset=10",
  none: "/search?q=harbor+washingtn",
  concordance: "/search?q=washington&view=concordance",
  article: "/article/nl-104101?q=harbour",
  similar: "/similar/nl-104101",
  facets: "/facets?q=the&facets=location",
  help: "/help",
  fault: "/search?q=ferry+AND+(",
  missing: "/nowhere",
};
