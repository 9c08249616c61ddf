# Every mistake in a query: its column, and what to do about it.
$ morgue-index --tag=none archive samples/archive > /dev/null
$ morgue-search archive -- '"article 5'
! morgue-search: column 1: the quote is never closed
!   "article 5
!   ^
[2]
$ morgue-search archive -- '(ferry OR storm'
! morgue-search: column 1: the bracket is never closed
!   (ferry OR storm
!   ^
[2]
$ morgue-search archive -- 'ferry OR storm)'
! morgue-search: column 15: this bracket was never opened
!   ferry OR storm)
!                 ^
[2]
$ morgue-search archive -- '()'
! morgue-search: column 1: there is nothing between the brackets
!   ()
!   ^
[2]
$ morgue-search archive -- '""'
! morgue-search: column 1: there is no word between the quotes
!   ""
!   ^
[2]
$ morgue-search archive -- ''
! morgue-search: column 1: the query is empty: * finds every article
[2]
$ morgue-search archive -- '   '
! morgue-search: column 4: the query is empty: * finds every article
!      
!      ^
[2]
$ morgue-search archive -- '&'
! morgue-search: column 1: '&' has no letter or digit to search for
!   &
!   ^
[2]
$ morgue-search archive -- 'attack W/0 embassy'
! morgue-search: column 8: W/0 finds nothing: words side by side are W/1
!   attack W/0 embassy
!          ^
[2]
$ morgue-search archive -- 'attack W/x embassy'
! morgue-search: column 8: 'W/x' is no distance: write a number, as in W/5, or W/S for the same sentence, W/P for the same paragraph; to search for it, put it in quotes
!   attack W/x embassy
!          ^
[2]
$ morgue-search archive -- 'attack W/1001 embassy'
! morgue-search: column 8: W/ takes a number up to 1000: for articles with both words leave the operator out
!   attack W/1001 embassy
!          ^
[2]
$ morgue-search archive -- 'attack W/ embassy'
! morgue-search: column 8: 'W/' is no distance: write a number, as in W/5, or W/S for the same sentence, W/P for the same paragraph; to search for it, put it in quotes
!   attack W/ embassy
!          ^
[2]
$ morgue-search archive -- 'attack w/5x embassy'
! morgue-search: column 8: 'w/5x' is no distance: write a number, as in W/5, or W/S for the same sentence, W/P for the same paragraph; to search for it, put it in quotes
!   attack w/5x embassy
!          ^
[2]
$ morgue-search archive -- 'attack NEAR embassy'
! morgue-search: column 8: NEAR needs a distance, as in NEAR/5; to search for the word, write it in small letters or in quotes
!   attack NEAR embassy
!          ^
[2]
$ morgue-search archive -- 'attack /5 embassy'
! morgue-search: column 8: write W/5, with a W
!   attack /5 embassy
!          ^
[2]
$ morgue-search archive -- 'attack W/5'
! morgue-search: column 8: W/5 needs something on its right; to search for it, put it in quotes
!   attack W/5
!          ^
[2]
$ morgue-search archive -- 'W/5 attack'
! morgue-search: column 1: W/5 needs something on its left; to search for it, put it in quotes
!   W/5 attack
!   ^
[2]
$ morgue-search archive -- 'attack W/3 date:2018'
! morgue-search: column 17: a date cannot stand beside W/3, which takes words, phrases, and groups of them with OR and AND: put it outside, as in (a W/3 b) date:2022
!   attack W/3 date:2018
!                   ^
[2]
$ morgue-search archive -- 'attack W/3 (embassy -storm)'
! morgue-search: column 21: nothing can be excluded beside W/3: for a without b near it write a NOT W/5 b, else put the NOT outside the brackets
!   attack W/3 (embassy -storm)
!                       ^
[2]
$ morgue-search archive -- 'attack W/3 has:date'
! morgue-search: column 12: has: cannot stand beside W/3, which takes words, phrases, and groups of them with OR and AND: put it outside, as in (a W/3 b) has:location
!   attack W/3 has:date
!              ^
[2]
$ morgue-search archive -- 'attack W/3 *'
! morgue-search: column 12: a lone * is no word that could stand beside W/3: leave it out, or write how the word begins, as in ukrain*
!   attack W/3 *
!              ^
[2]
$ morgue-search archive -- 'attack NOT W/3 (embassy storm)'
! morgue-search: column 17: on the right of NOT W/3 words are joined by OR only: write OR between them
!   attack NOT W/3 (embassy storm)
!                   ^
[2]
$ morgue-search archive -- 'attack W/3 title:embassy'
! morgue-search: column 18: both sides of W/3 must be in one field, as in text:(a W/3 b); this is in title:, the other in text:
!   attack W/3 title:embassy
!                    ^
[2]
$ morgue-search archive -- 'person:(ellen W/S washington)'
! morgue-search: column 9: person: has no sentences or paragraphs for W/S: use a number, as in W/5
!   person:(ellen W/S washington)
!           ^
[2]
$ morgue-search archive -- 'colour:red'
! morgue-search: column 1: there is no field 'colour': the fields are id, title, text, date, source, section, author, url, lang, person, org, location, topic, dateline, actor, about, by, before, after; to search for these words, put them in quotes
!   colour:red
!   ^
[2]
$ morgue-search archive -- 'persn:washington'
! morgue-search: column 1: there is no field 'persn': did you mean person:? the fields are id, title, text, date, source, section, author, url, lang, person, org, location, topic, dateline, actor, about, by, before, after; to search for these words, put them in quotes
!   persn:washington
!   ^
[2]
$ morgue-search archive -- 'title: ferry'
! morgue-search: column 1: nothing follows 'title:': write title:word, without a space
!   title: ferry
!   ^
[2]
$ morgue-search archive -- 'title:(ferry person:washington)'
! morgue-search: column 14: person: stands within title:( ), and a field cannot hold another
!   title:(ferry person:washington)
!                ^
[2]
$ morgue-search archive -- 'has:'
! morgue-search: column 1: nothing follows 'has:': write has:location, without a space
!   has:
!   ^
[2]
$ morgue-search archive -- 'has:colour'
! morgue-search: column 5: there is no field 'colour': has: takes one of title, text, date, source, section, author, url, lang, person, org, location, topic, dateline, actor, about, by
!   has:colour
!       ^
[2]
$ morgue-search archive -- 'has:id'
! morgue-search: column 5: every article has an id: a lone * finds them all
!   has:id
!       ^
[2]
$ morgue-search archive -- 'NOT'
! morgue-search: column 1: NOT needs something on its right; to search for the word, write it in small letters or in quotes
!   NOT
!   ^
[2]
$ morgue-search archive -- 'OR'
! morgue-search: column 1: OR needs something on its left; to search for the word, write it in small letters or in quotes
!   OR
!   ^
[2]
$ morgue-search archive -- 'ferry AND'
! morgue-search: column 7: AND needs something on its right; to search for the word, write it in small letters or in quotes
!   ferry AND
!         ^
[2]
$ morgue-search archive -- 'ferry OR OR storm'
! morgue-search: column 7: OR needs something on its right; to search for the word, write it in small letters or in quotes
!   ferry OR OR storm
!         ^
[2]
$ morgue-search archive -- '- ferry'
! morgue-search: column 1: '-' must stand directly before what it excludes, as in -word
!   - ferry
!   ^
[2]
$ morgue-search archive -- '--ferry'
! morgue-search: column 1: '-' must stand directly before what it excludes, as in -word
!   --ferry
!   ^
[2]
$ morgue-search archive -- '= ferry'
! morgue-search: column 1: '=' must stand directly before a word or a quote
!   = ferry
!   ^
[2]
$ morgue-search archive -- '**'
! morgue-search: column 1: a wildcard needs a letter or digit in its word; a * that stands alone finds every article
!   **
!   ^
[2]
$ morgue-search archive -- '?*'
! morgue-search: column 1: a wildcard needs a letter or digit in its word; a * that stands alone finds every article
!   ?*
!   ^
[2]
$ morgue-search archive -- 'title:*'
! morgue-search: column 7: a wildcard needs a letter or digit in its word; has:title finds the articles that have one
!   title:*
!         ^
[2]
$ morgue-search archive -- '"ferry *"'
! morgue-search: column 8: a lone wildcard: in quotes * stands for any one word between two others, as in "prime * minister"; else put it directly beside letters
!   "ferry *"
!          ^
[2]
$ morgue-search archive -- 'lang:e*'
! morgue-search: column 7: lang: has no wildcards: lang:en finds en-GB too, and several languages are lang:(en OR de)
!   lang:e*
!         ^
[2]
$ morgue-search archive -- 'id:*'
! morgue-search: column 4: write how it begins, as in id:abc*; for every article that has one a lone *
!   id:*
!      ^
[2]
$ morgue-search archive -- '~it'
! morgue-search: column 1: ~ needs a word of 3 letters at least: shorter ones have too many neighbours
!   ~it
!   ^
[2]
$ morgue-search archive -- '~"ferry terminal"'
! morgue-search: column 1: ~ stands before a single word: write it before each word
!   ~"ferry terminal"
!   ^
[2]
$ morgue-search archive -- '~ferr*'
! morgue-search: column 1: ~ and wildcards exclude each other: leave out one of them
!   ~ferr*
!   ^
[2]
$ morgue-search archive -- '=~ferry'
! morgue-search: column 1: = and ~ exclude each other: leave out one of them
!   =~ferry
!   ^
[2]
$ morgue-search archive -- 'cs:~ferry'
! morgue-search: column 4: ~ and cs: exclude each other: ~ finds every letter case
!   cs:~ferry
!      ^
[2]
$ morgue-search archive -- 'person:cs:="Ellen Washington"'
! morgue-search: column 11: whole values have no letter case: write person:cs:word or person:=value
!   person:cs:="Ellen Washington"
!             ^
[2]
$ morgue-search archive -- 'date:2022-13'
! morgue-search: column 6: '2022-13' is not a date: there is no month 13
!   date:2022-13
!        ^
[2]
$ morgue-search archive -- 'date:soon'
! morgue-search: column 6: 'soon' is not a date: write 2022, 2022-01 or 2022-01-21, or put another spelling in quotes
!   date:soon
!        ^
[2]
$ morgue-search archive -- 'date:2022..2019'
! morgue-search: column 6: the range ends before it begins
!   date:2022..2019
!        ^
[2]
$ morgue-search archive -- 'before:2019..2020'
! morgue-search: column 8: '2019..2020' is not a date: write 2022, 2022-01 or 2022-01-21, or put another spelling in quotes
!   before:2019..2020
!          ^
[2]
$ morgue-search archive "$(printf 'ferry\001')"
! morgue-search: column 6: there is a control character here (U+0001): leave it out
!   ferry?
!        ^
[2]
$ morgue-search archive "$(printf 'caf\351 lido')"
! morgue-search: column 4: the query is not clean UTF-8 text here (byte 0xE9): type the character anew, in UTF-8
!   caf� lido
!      ^
[2]
# Too much of anything.
$ morgue-search archive "$(seq -f 'w%.0f' 10000)" 2>&1 | cut -c1-100
morgue-search: column 4888: a query may have 1000 words and operators
  ...w990?w991?w992?w993?w994?w995?w996?w997?w998?w999?w1000?w1001?w1002?w1...
                                                       ^
$ morgue-search archive "$(printf '(%.0s' $(seq 101))a" 2>&1 | cut -c1-100
morgue-search: column 101: brackets, NOTs and W/n may stand 100 deep
  ...(((((((((((((((((((((((((((((((((((((((((((((((((((a
                                                       ^
$ morgue-search archive "\"$(seq -s ' ' 300)\"" 2>&1 | cut -c1-100
morgue-search: column 1: a phrase may have 256 words
  "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 ...
  ^
$ morgue-search archive "$(head -c 70000 /dev/zero | tr '\0' a)" 2>&1 | cut -c1-100
morgue-search: column 65537: a query may have 65536 bytes, this one has 70000
  ...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...
                                                       ^
$ morgue-search archive "($(seq -s ' ' 40)) W/5 ($(seq -s ' ' 40))" 2>&1 | cut -c1-100
morgue-search: column 114: the groups that stand near each other come to more than 1000 pairs: write
  ... 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40) W/5 (1 2 3 4 5 6 7 8...
                                                       ^
$ seq 11000 | sed 's/.*/{"id":"&","title":"Number &","text":"filler&"}/' > many.jsonl
$ morgue-index words many.jsonl > /dev/null
$ morgue-search words 'filler*'
! morgue-search: column 1: more than 10000 words of the archive are meant by this: write more letters of it
!   filler*
!   ^
[2]
$ morgue-search --format=count words 'filler1*'
2112
