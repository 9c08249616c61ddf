# Everything that was put in comes out.
$ morgue-index archive dump > /dev/null
$ morgue-search --dump archive '"article 5"'
{"id":"w-2022-geneva","title":"Ministers meet in Geneva over treaty","date":"2022-01-21","source":"Meridian Wire","section":"World","authors":["Anna Lindqvist","Tomas Reyes"],"url":"https://wire.example/2022/geneva","language":"en","persons":[{"name":"Antony Blinken","by":"dump"},{"name":"Sergei Lavrov","by":"dump"}],"organizations":[{"name":"NATO","by":"dump"},{"name":"United Nations","by":"dump"}],"locations":[{"name":"Geneva","by":"dump"},{"name":"Ukraine","by":"dump"}],"topics":["diplomacy"],"extra":{"page":3},"text":"The foreign ministers met in Geneva on Friday. Both sides named Article 5 of the treaty, and neither gave way.\n\nA spokesman said that talks at NATO & the <UN> would go on \"next week\"."}
$ morgue-search --dump archive | wc -l
7
$ morgue-search --dump archive nothingmatchesthis
[1]
