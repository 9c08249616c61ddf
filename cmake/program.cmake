include_guard(GLOBAL)

# A program: an executable whose man page and completions it writes itself. COMPONENT names what it is installed with,
# where that is not "programs".
function(morgue_program name)
  cmake_parse_arguments(PARSE_ARGV 1 program "" COMPONENT "")
  set(component programs)
  if(program_COMPONENT)
    set(component ${program_COMPONENT})
  endif()
  add_executable(${name} ${program_UNPARSED_ARGUMENTS})
  target_compile_definitions(${name} PRIVATE _GNU_SOURCE)
  target_link_libraries(${name} PRIVATE morgue_cli morgue_warnings)
  set(man ${PROJECT_BINARY_DIR}/man/${name}.1)
  set(bash ${PROJECT_BINARY_DIR}/completions/bash/${name})
  set(zsh ${PROJECT_BINARY_DIR}/completions/zsh/_${name})
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/man ${PROJECT_BINARY_DIR}/completions/bash
                      ${PROJECT_BINARY_DIR}/completions/zsh)
  add_custom_command(OUTPUT ${man} ${man}.gz ${bash} ${zsh}
    COMMAND ${name} --generate=man > ${man}
    COMMAND gzip -9nc ${man} > ${man}.gz
    COMMAND ${name} --generate=bash > ${bash}
    COMMAND ${name} --generate=zsh > ${zsh}
    DEPENDS ${name}
    COMMENT "Writing the man page and completions of ${name}")
  add_custom_target(${name}_texts ALL DEPENDS ${man}.gz ${bash} ${zsh})
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${component})
  install(FILES ${man}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT ${component})
  install(FILES ${bash} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT ${component})
  install(FILES ${zsh} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT ${component})
endfunction()
