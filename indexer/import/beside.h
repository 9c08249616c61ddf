/* What lies beside dumps in their folders and is no article: a README, a licence, check sums. */
#ifndef MG_IMPORT_BESIDE_H
#define MG_IMPORT_BESIDE_H

/* Why a file of this name, recognised as this format, is passed over when it was found in a folder;
 * NULL: it is a dump. Only plain text is: README.jsonl has articles. */
const char *mg_beside_dumps(const char *path, const char *format);

#endif
