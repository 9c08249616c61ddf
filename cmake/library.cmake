# The shared library, made of the static one's objects, and what is installed of both. The SONAME
# changes when a program built against the header before would not run any more.
set(MORGUE_SOVERSION 1)

add_library(morgue_shared SHARED $<TARGET_OBJECTS:morgue> $<TARGET_OBJECTS:morgue_xapian>)
add_library(morgue::morgue ALIAS morgue_shared)
target_include_directories(morgue_shared INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(morgue_shared PRIVATE ${MORGUE_LIBRARIES} ${XAPIAN_LIBRARIES})
set(map ${PROJECT_SOURCE_DIR}/cmake/morgue.map)
target_link_options(morgue_shared PRIVATE -Wl,--version-script=${map} -Wl,-z,defs)
if(MORGUE_SANITIZE) # their run time is not in libraries, but in the program
  target_link_options(morgue_shared PRIVATE -Wl,-z,undefs)
endif()
set_target_properties(morgue_shared PROPERTIES
  OUTPUT_NAME morgue
  EXPORT_NAME morgue
  LINKER_LANGUAGE CXX
  LINK_DEPENDS ${map}
  VERSION ${MORGUE_SOVERSION}.${PROJECT_VERSION_MINOR}.${PROJECT_VERSION_PATCH}
  SOVERSION ${MORGUE_SOVERSION})

# ---- Installing --------------------------------------------------------------------------------

install(TARGETS morgue_shared EXPORT MorgueTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library
  NAMELINK_COMPONENT development)
install(TARGETS morgue ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  COMPONENT development FILES_MATCHING PATTERN "*.h")

set(manual ${PROJECT_BINARY_DIR}/man/libmorgue.3.gz)
add_custom_command(OUTPUT ${manual}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/man
  COMMAND gzip -9nc ${PROJECT_SOURCE_DIR}/docs/libmorgue.3 > ${manual}
  DEPENDS ${PROJECT_SOURCE_DIR}/docs/libmorgue.3)
add_custom_target(manual ALL DEPENDS ${manual})
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man3 COMPONENT development)

# What a program that links the static library needs besides, by name. (Not by the libraries' own
# files for pkg-config: those name what a wholly static program would need, which Debian does not
# install with them.)
set(MORGUE_NEEDS xapian z jansson utf8proc brotlidec archive xml2 lzma xxhash)
if(ISAL_FOUND)
  list(APPEND MORGUE_NEEDS isal)
endif()
list(APPEND MORGUE_NEEDS stdc++ m pthread dl)
list(TRANSFORM MORGUE_NEEDS PREPEND -l OUTPUT_VARIABLE MORGUE_LIBS_PRIVATE)
list(JOIN MORGUE_LIBS_PRIVATE " " MORGUE_LIBS_PRIVATE)
configure_file(cmake/morgue.pc.in ${PROJECT_BINARY_DIR}/morgue.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/morgue.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
  COMPONENT development)

# For find_package(Morgue).
include(CMakePackageConfigHelpers)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/Morgue)
configure_package_config_file(cmake/MorgueConfig.cmake.in ${PROJECT_BINARY_DIR}/MorgueConfig.cmake
  INSTALL_DESTINATION ${package} PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/MorgueConfigVersion.cmake
  COMPATIBILITY SameMajorVersion)
install(EXPORT MorgueTargets NAMESPACE morgue:: DESTINATION ${package} COMPONENT development)
install(FILES ${PROJECT_BINARY_DIR}/MorgueConfig.cmake ${PROJECT_BINARY_DIR}/MorgueConfigVersion.cmake
  DESTINATION ${package} COMPONENT development)
