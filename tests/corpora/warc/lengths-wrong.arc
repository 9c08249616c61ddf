filedesc://crawl.arc 192.0.2.1 20080430204825 text/plain 68
1 0 Gazette
URL IP-address Archive-date Content-type Archive-length

http://gazette.example/too-long 192.0.2.1 20080430204825 text/plain 600
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

Ferry to Harbour Island stops running

The ferry to Harbour Island will not run this winter, the county said on Friday.

Its engine is older than its captain.

http://gazette.example/too-short 192.0.2.1 20080430204825 text/plain 99
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

Museum finds letters in a clock

A clockmaker who was asked to oil the tower clock of Lindholm found eleven letters in it.

no record at all
http://gazette.example/right 192.0.2.1 20080430204825 text/plain 164
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

Prices of honey rise

Beekeepers in the valley ask for a third more than last year: the summer was wet.

http://gazette.example/cut 192.0.2.1 20080430204825 text/plain 219
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

Ferry to Harbour Island stops running

The ferry to Harbour 