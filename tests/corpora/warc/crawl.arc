filedesc://crawl.arc 192.0.2.1 20080430204825 text/plain 68
1 0 Gazette
URL IP-address Archive-date Content-type Archive-length

dns:gazette.example 192.0.2.1 20080430204825 text/dns 51
20080430204825
gazette.example. 300 IN A 192.0.2.1

http://gazette.example/ferry 192.0.2.1 20080430204825 text/plain 219
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

Ferry to Harbour Island stops running

The ferry to Harbour Island will not run this winter, the county said on Friday.

Its engine is older than its captain.

http://gazette.example/a page with spaces 192.0.2.1 20080430204825 text/plain 180
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

Museum finds letters in a clock

A clockmaker who was asked to oil the tower clock of Lindholm found eleven letters in it.

http://gazette.example/logo.gif 192.0.2.1 20080430204825 image/gif 50
HTTP/1.1 200 OK
Content-Type: image/gif

GIF89a
http://gazette.example/no-head 192.0.2.1 20080430204825 text/plain 104
Prices of honey rise

Beekeepers in the valley ask for a third more than last year: the summer was wet.

http://gazette.example/gone 192.0.2.1 20080430204825 text/plain 66
HTTP/1.1 410 Gone
Content-Type: text/plain; charset=utf-8

gone
