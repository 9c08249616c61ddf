# How morgue-serve says that it cannot serve. What it does when it can: test_serve.py.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-serve
! morgue-serve: no ARCHIVE given: see morgue-serve --help
[2]
$ morgue-serve archive another
! morgue-serve: one ARCHIVE is served, not 2: see morgue-serve --help
[2]
$ morgue-serve --listen=example.org:80 archive
! morgue-serve: --listen needs an address and a port such as 127.0.0.1:8080, :8080 or [::1]:8080, not "example.org:80"
[2]
$ morgue-serve --listen=127.0.0.1 archive
! morgue-serve: --listen needs an address and a port such as 127.0.0.1:8080, :8080 or [::1]:8080, not "127.0.0.1"
[2]
$ morgue-serve --listen=192.0.2.1:8080 archive
! morgue-serve: cannot listen on 192.0.2.1:8080: this machine has no such address: choose one that it has
[3]
$ morgue-serve --base-url=example.org archive
! morgue-serve: --base-url needs an address such as https://example.org/morgue, not "example.org"
[2]
$ morgue-serve --behind-proxy=proxy.example.org archive
! morgue-serve: --behind-proxy needs an address such as 192.0.2.1, not "proxy.example.org"
[2]
$ morgue-serve --queue=0 archive
! morgue-serve: --queue needs a number above 0, not 0
[2]
$ morgue-serve --lisen=:8080 archive
! morgue-serve: unknown option --lisen: did you mean --listen?
[2]
$ morgue-serve nothing
! morgue-serve: nothing: there is no such archive: make one with morgue-index
[3]
$ mkdir folder; morgue-serve folder
! morgue-serve: folder: not a Morgue archive: it has no file morgue.manifest
[3]
$ morgue-serve --passwords=nobody archive
! morgue-serve: cannot read nobody: No such file or directory
[3]
$ echo 'anna:secret' > readers; morgue-serve --passwords=readers archive
! morgue-serve: readers: line 1: the hash is none of crypt(3): make one with htpasswd -B or mkpasswd
! morgue-serve: readers: there is no user in it: add one with htpasswd -B
[3]
$ morgue-serve --access-log=/nowhere/log archive
! morgue-serve: cannot write /nowhere/log: No such file or directory
[3]
