filedesc://crawl.arc 192.0.2.1 20080430204825 text/plain 200 - - 0 crawl.arc 114
2 0 Gazette
URL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename Archive-length

http://gazette.example/ferry 192.0.2.1 20080430204825 text/plain 200 - - 0 crawl.arc 219
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

Ferry to Harbour Island stops running

The ferry to Harbour Island will not run this winter, the county said on Friday.

Its engine is older than its captain.

http://gazette.example/clock 192.0.2.1 20080501000000 text/plain 200 - - 0 crawl.arc 183
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

Museum finds letters in a clock

A clockmaker who was asked to oil the tower clock of Lindholm found eleven letters in it.

