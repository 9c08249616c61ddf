# --version names the program, its version and the libraries underneath.
$ morgue-search --version
morgue-search (Morgue) VERSION
...xapian...
Free software under the GNU General Public License, version 2 or later;
there is no warranty, to the extent permitted by law.

$ morgue-index -V | head -1
morgue-index (Morgue) VERSION
