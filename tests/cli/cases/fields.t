# The field table, for people.
$ morgue-search --fields
id          the article's identity in the archive
            also: guid newid
            example: id:hg-2022-01-21-03
title       words of the headline
            also: headline head
            example: title:geneva
text        words of the headline and the text; what a word without a field
            searches
            also: body content article
            example: text:diplomatic
date        day, month, year or range of publication; also before: and after:
            also: published pubdate
            example: date:2022-01..2022-03-15
source      newspaper, agency or site
            also: publication newspaper publisher
            example: source:harbour
section     desk or section
            also: desk category
            example: section:world
author      byline
            also: byline
            example: author:lindqvist
url         web address, whole
            also: link
lang        language, as a tag
            also: languages
            example: lang:de
person      persons tagged in the article
            also: people
            example: person:blinken
org         organizations tagged in the article
            also: organization organisation organisations orgs
            example: org:nato
location    places tagged in the article
            also: place places geo
            example: location:ukraine
topic       subjects and keywords of the article
            also: subject subjects keyword keywords tags
            example: topic:diplomacy
dateline    where, and perhaps when, the article was written
            example: dateline:strasbourg
actor       persons and organizations
            example: actor:blinken
about       persons, organizations and places that the article is about: named
            in the headline, or often
            example: about:washington
by          who gave a person, organization or place: dump, tagger, or inherited
            from another place
            example: by:tagger
