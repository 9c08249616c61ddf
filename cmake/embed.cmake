# Writes the files of the page as tables of C: see search/server/assets.h.
# usage: cmake -DFOLDER=search/web -DOUTPUT=assets.inc -DGZIP=/bin/gzip -P embed.cmake
set(types
  css "text/css; charset=utf-8"
  js "text/javascript; charset=utf-8"
  json "application/json"
  svg "image/svg+xml"
  png "image/png"
  html "text/html; charset=utf-8")

# Puts the bytes of a file as a static array.
function(put_bytes name file)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
  file(APPEND ${OUTPUT}.new "static const unsigned char ${name}[] = {\n${bytes}0};\n")
endfunction()

file(GLOB files LIST_DIRECTORIES false ${FOLDER}/*)
list(SORT files)
file(WRITE ${OUTPUT}.new "/* Written by cmake/embed.cmake. */\n")
set(rows "")
set(i 0)
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  string(REGEX REPLACE ".*\\." "" ending ${name})
  list(FIND types ${ending} at)
  if(at EQUAL -1)
    message(FATAL_ERROR "${file}: it is not known what type this is: say it in cmake/embed.cmake")
  endif()
  math(EXPR at "${at} + 1")
  list(GET types ${at} type)
  file(SIZE ${file} len)
  file(SHA256 ${file} hash)
  string(SUBSTRING ${hash} 0 16 hash)
  put_bytes(data_${i} ${file})
  set(packed "NULL, 0")
  if(ending MATCHES "^(css|js|json|svg)$")
    execute_process(COMMAND ${GZIP} -9nc ${file} OUTPUT_FILE ${OUTPUT}.gz COMMAND_ERROR_IS_FATAL ANY)
    file(SIZE ${OUTPUT}.gz packed_len)
    put_bytes(packed_${i} ${OUTPUT}.gz)
    set(packed "(const char *)packed_${i}, ${packed_len}")
  endif()
  string(APPEND rows "    {\"${name}\", \"${type}\", (const char *)data_${i}, ${len}, ${packed}, \"${hash}\"},\n")
  math(EXPR i "${i} + 1")
endforeach()
file(APPEND ${OUTPUT}.new "static const web_asset assets[] = {\n${rows}};\n")
file(REMOVE ${OUTPUT}.gz)
file(RENAME ${OUTPUT}.new ${OUTPUT})
