# For spreadsheets; test_csv.py reads it back.
$ morgue-index archive dump > /dev/null
$ morgue-search --format=csv archive '"article 5"' | sed 's/,[0-9.]*,"The/,SCORE,"The/' | cat -v
id,title,date,source,section,authors,url,language,persons,organizations,locations,score,snippet^M
w-2022-geneva,Ministers meet in Geneva over treaty,2022-01-21,Meridian Wire,World,"Anna Lindqvist; Tomas Reyes",https://wire.example/2022/geneva,en,"Antony Blinken; Sergei Lavrov","NATO; United Nations","Geneva; Ukraine",SCORE,"The foreign ministers met in Geneva on Friday. Both sides named Article 5 of the treaty, and neither gave way. A spokesman said that talks at NATO & the <UN> would go on ""next week""."^M
$ morgue-search --format=csv --bom --snippets=0 archive nothingmatchesthis | cat -v
M-oM-;M-?id,title,date,source,section,authors,url,language,persons,organizations,locations,score,snippet^M
$ morgue-search --format=csv archive nothingmatchesthis > /dev/null
[1]
