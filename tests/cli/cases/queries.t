# Mistakes in a query: status 2, and a caret under the place.
$ morgue-index archive dump > /dev/null
$ morgue-search archive 'harbour "article 5'
! morgue-search: column 9: the quote is never closed
!   harbour "article 5
!           ^
[2]
$ morgue-search archive 'colour:red'
! morgue-search: column 1: there is no field 'colour': the fields are id, title, text, date, source, section, author, url, lang, person, org, location, topic, dateline, actor, about, by, before, after; to search for these words, put them in quotes
!   colour:red
!   ^
[2]
$ morgue-search archive 'café "article 5'
! morgue-search: column 6: the quote is never closed
!   café "article 5
!        ^
[2]
$ morgue-search archive ''
! morgue-search: column 1: the query is empty: * finds every article
[2]
$ morgue-search --format=json archive '"article 5'
! morgue-search: column 1: the quote is never closed
!   "article 5
!   ^
[2]
$ morgue-search --dump archive '"article 5'
! morgue-search: column 1: the quote is never closed
!   "article 5
!   ^
[2]
$ morgue-search archive 'the beginning of a very long query, which does not fit on a line, and behind it "a quote'
! morgue-search: column 81: the quote is never closed
!   ...uery, which does not fit on a line, and behind it "a quote
!                                                        ^
[2]
$ morgue-search archive '日本 "a quote'
! morgue-search: column 4: the quote is never closed
!   日本 "a quote
!        ^
[2]
