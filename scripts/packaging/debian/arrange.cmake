# Arranges the files of each package as Debian wants them, when they are installed in CPack's own folder and before they are
# packed.

set(source ${CPACK_SELFCHECK_SOURCE})
foreach(component ${CPACK_COMPONENTS_ALL})
  string(TOUPPER ${component} upper)
  set(name ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(top ${CPACK_TEMPORARY_DIRECTORY}/${component})
  set(doc ${top}/usr/share/doc/${name})

  # copyright says the licence's words where Debian looks for them.
  file(REMOVE ${doc}/LICENSE)
  file(COPY ${source}/scripts/packaging/debian/copyright DESTINATION ${doc}
       FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  execute_process(
    COMMAND python3 -B ${source}/scripts/packaging/debian/changelog.py --package ${name}
            --version ${CPACK_PACKAGE_VERSION} --revision ${CPACK_DEBIAN_PACKAGE_RELEASE}
            --contact "${CPACK_PACKAGE_CONTACT}" --changelog ${source}/CHANGELOG.md
    OUTPUT_FILE ${doc}/changelog.Debian COMMAND_ERROR_IS_FATAL ANY)
  if(EXISTS ${doc}/CHANGELOG.md)
    file(RENAME ${doc}/CHANGELOG.md ${doc}/changelog)
  endif()
  file(GLOB compressed ${top}/usr/share/man/man1/*.1 ${doc}/changelog ${doc}/changelog.Debian)
  execute_process(COMMAND gzip -9n ${compressed} COMMAND_ERROR_IS_FATAL ANY)

  set(unit usr/share/selfcheck-evaluator/selfcheck-evaluator@.service)
  if(EXISTS ${top}/${unit})
    file(READ ${top}/${unit} text)
    string(REPLACE /usr/local/bin/ /usr/bin/ text "${text}")
    file(WRITE ${top}/lib/systemd/system/selfcheck-evaluator@.service "${text}")
    file(REMOVE ${top}/${unit})
  endif()
  execute_process(COMMAND chmod -R u=rwX,go=rX ${top} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
