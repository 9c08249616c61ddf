# Debian packages: `cpack` in a build folder writes them, scripts/package does all of it. The programs are linked with the
# static library on purpose (they start a millisecond earlier), and do not depend on libmorgue1.
#
#   morgue          programs, man pages, completions
#   morgue-server   morgue-serve, and its unit for systemd
#   morgue-node     units for Xapian's servers, where an archive is on several machines
#   libmorgue1      the shared library
#   libmorgue-dev   headers, static library, what pkg-config and CMake look for, manual
#   morgue-data     what the tagger has learnt; of the programs and of the library
#
# They are made where the prefix is /usr: libraries know their place, and Debian has places of its own below it.
if(NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  return()
endif()

set(debian ${PROJECT_SOURCE_DIR}/cmake/debian)
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

# ---- What each package has in /usr/share/doc ---------------------------------------------------

set(changelog ${PROJECT_BINARY_DIR}/debian/changelog.gz)
add_custom_command(OUTPUT ${changelog}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/debian
  COMMAND gzip -9n < ${debian}/changelog > ${changelog}
  DEPENDS ${debian}/changelog)
add_custom_target(packages_texts ALL DEPENDS ${changelog})

function(documents package component copyright)
  set(folder ${CMAKE_INSTALL_DATADIR}/doc/${package})
  install(FILES ${changelog} DESTINATION ${folder} COMPONENT ${component})
  install(FILES ${debian}/${copyright} DESTINATION ${folder} RENAME copyright COMPONENT ${component})
endfunction()
documents(morgue programs copyright)
documents(morgue-server server copyright)
documents(morgue-node node copyright)
documents(libmorgue${MORGUE_SOVERSION} library copyright)
documents(libmorgue-dev development copyright)
documents(morgue-data data copyright.data)

file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/*.md)
install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/morgue COMPONENT programs)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/recipes DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/morgue
  COMPONENT programs USE_SOURCE_PERMISSIONS)
file(GLOB examples CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/samples/*.c)
install(FILES ${examples} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libmorgue-dev/examples COMPONENT development)

install(FILES ${PROJECT_SOURCE_DIR}/cmake/systemd/morgue-serve@.service DESTINATION lib/systemd/system
  COMPONENT server)
install(FILES ${PROJECT_SOURCE_DIR}/cmake/systemd/news.conf DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/morgue-server/examples
  COMPONENT server)

foreach(unit morgue-node@.service morgue-replicate-server@.service morgue-replica@.service morgue-replica@.timer)
  install(FILES ${PROJECT_SOURCE_DIR}/cmake/systemd/${unit} DESTINATION lib/systemd/system COMPONENT node)
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/cmake/systemd/node.conf DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/morgue-node/examples
  COMPONENT node)
install(PROGRAMS ${PROJECT_SOURCE_DIR}/docs/recipes/push-replica ${PROJECT_SOURCE_DIR}/docs/recipes/pull-replica
  DESTINATION libexec/morgue COMPONENT node)

# ---- The packages ------------------------------------------------------------------------------

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # else the first line of all six
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
set(CPACK_COMPONENTS_ALL programs server node library development data)
set(CPACK_DEB_COMPONENT_INSTALL ON) # a package each
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Morgue maintainers <maintainers@morgue.invalid>")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(same "(= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_NAME morgue)
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_DEPENDS "morgue-data ${same}")
set(CPACK_COMPONENT_PROGRAMS_DESCRIPTION "full-text search for news archives
morgue-index compresses and indexes dumps of news articles in some twenty
formats, and finds by itself the persons, organizations and places that they
name. morgue-search finds words, phrases, words near each other and tags
across all of them in milliseconds, and counts who, where and when.")

set(CPACK_DEBIAN_SERVER_PACKAGE_NAME morgue-server)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION text)
set(CPACK_DEBIAN_SERVER_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_SERVER_PACKAGE_RECOMMENDS "morgue ${same}")
set(CPACK_DEBIAN_SERVER_PACKAGE_SUGGESTS "nginx, apache2-utils")
set(CPACK_COMPONENT_SERVER_DESCRIPTION "full-text search for news archives, the server
morgue-serve is a reading room: it serves a page for searching a news archive
that morgue-index has made, and the same as JSON, CSV and Atom for programs.
It reads the archive only, and needs no database and no other server.")

set(CPACK_DEBIAN_NODE_PACKAGE_NAME morgue-node)
set(CPACK_DEBIAN_NODE_PACKAGE_SECTION text)
set(CPACK_DEBIAN_NODE_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_NODE_PACKAGE_DEPENDS "xapian-tools (>= 1.4)")
set(CPACK_DEBIAN_NODE_PACKAGE_RECOMMENDS "morgue ${same}, openssh-client, rsync")
set(CPACK_COMPONENT_NODE_DESCRIPTION "full-text search for news archives, on several machines
Where a news archive that morgue-index has made is on several machines, or has
copies on others, Xapian's own servers give it to those that search. This
package has units for them, and scripts that keep a copy up to date.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libmorgue${MORGUE_SOVERSION})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_RECOMMENDS "morgue-data ${same}")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/debian/shlibs CONTENT
  "libmorgue ${MORGUE_SOVERSION} libmorgue${MORGUE_SOVERSION} (>= ${PROJECT_VERSION})\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${debian}/triggers ${PROJECT_BINARY_DIR}/debian/shlibs)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "full-text search for news archives, the shared library
libmorgue reads dumps of news articles in some twenty formats, indexes them on
Xapian, tags the persons, organizations and places that they name, and
searches: words, phrases, words near each other, tags, facets, timelines.
.
Programs that tag articles need the package morgue-data.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libmorgue-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(needs libxapian-dev zlib1g-dev libjansson-dev libutf8proc-dev libbrotli-dev libarchive-dev libxml2-dev
  liblzma-dev libxxhash-dev) # of a static link: see MORGUE_NEEDS
if(ISAL_FOUND)
  list(APPEND needs libisal-dev)
endif()
list(JOIN needs ", " needs)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libmorgue${MORGUE_SOVERSION} ${same}, ${needs}")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS "g++, pkg-config, cmake")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "full-text search for news archives, for programming
libmorgue indexes and searches archives of news articles, for C programs and
whatever can call them. This package has the headers, the static library, the
manual libmorgue(3), example programs, and what pkg-config and CMake need.")

set(CPACK_DEBIAN_DATA_PACKAGE_NAME morgue-data)
set(CPACK_DEBIAN_DATA_PACKAGE_SECTION text)
set(CPACK_DEBIAN_DATA_PACKAGE_ARCHITECTURE all)
set(CPACK_COMPONENT_DATA_DESCRIPTION "full-text search for news archives, the tagger's model
What the tagger of morgue-index and libmorgue has learnt, so that it finds
persons, organizations and places in articles that come without such tags.")

include(CPack)
