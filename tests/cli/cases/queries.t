# Mistakes in a query: status 2, and a caret under the place.
$ morgue-index archive dump > /dev/null
$ morgue-search archive 'harbour "article 5'
! morgue-search: column 9: the quote is never closed
!   harbour "article 5
!           ^
[2]
$ morgue-search archive 'colour:red'
! morgue-search: column 1: there is no field "colour"
!   colour:red
!   ^
[2]
$ morgue-search archive 'café "article 5'
! morgue-search: column 6: the quote is never closed
!   café "article 5
!        ^
[2]
$ morgue-search archive ''
! morgue-search: column 1: the query is empty
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
