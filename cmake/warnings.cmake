# Flags of our own code, never of what includes it: link them PRIVATE.
add_library(morgue_warnings INTERFACE)
target_compile_options(morgue_warnings INTERFACE
  -Wall -Wextra -Wshadow -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition>)
if(MORGUE_WERROR)
  target_compile_options(morgue_warnings INTERFACE -Werror)
endif()
if(MORGUE_SANITIZE)
  add_compile_options(-fsanitize=${MORGUE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${MORGUE_SANITIZE})
endif()
