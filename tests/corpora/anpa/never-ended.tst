W9001asian
u i BC-EU--Harbour-Pier 1stLd-Writethru   11-13 0449
^BC-EU--Harbour-Pier, 1st Ld-Writethru,166<
^Ferry pier put off again<
^AP Photo XNP901<
^Eds: Updates throughout.<
^By ANN LEE and BO EK=
^Associated Press=
	   HARBOUR CITY, Norland (AP) _ The harbour board put off its vote _ again.
 
	   ``No vote today,'' the chairman said after a meeting
of three hours.
	   ;MON;TUE<
	   Ferries;12;9<
	   Pilots;3;4<
V9002-----
r s BC-Harbour-Scores     02-09 0021
^*9006< ^BC-Harbour-Scores,0021<
	   FINAL
	   Harbour 3
  Pilots 1
	   ___
END

