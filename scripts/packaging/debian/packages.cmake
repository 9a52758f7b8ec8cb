# The Debian packages. `cpack --config build/release/CPackConfig.cmake` makes them of a build; scripts/package does it, with what has
# to be the same each time.

set(SELFCHECK_CONTACT "The Selfcheck project <packages@selfcheck.invalid>" CACHE STRING
    "Who makes the Debian packages, and an address where faults in them are told")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "${SELFCHECK_CONTACT}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL selfcheck evaluator)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
# It puts the files where Debian wants them, in each package before it is closed.
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/arrange.cmake)
set(CPACK_SELFCHECK_SOURCE ${PROJECT_SOURCE_DIR})

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
# Of one version there is a package for each release of Debian that it is built for.
set(CPACK_DEBIAN_PACKAGE_RELEASE "1~deb12")
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_SELFCHECK_PACKAGE_NAME selfcheck)
set(CPACK_DEBIAN_SELFCHECK_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_SELFCHECK_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_SELFCHECK_PACKAGE_SUGGESTS minisign)
set(CPACK_COMPONENT_SELFCHECK_DESCRIPTION "publish, check and audit lists of leaked numbers
A publisher, such as a newsroom, turns a file of leaked mobile or Aadhaar
numbers into a signed list of static files. Anybody can check a number
against it without telling the number to anyone: each piece of the list that
is asked for is shared by at least 10,000 other numbers.

This package has the program that makes such lists, checks numbers against
them, and audits them.")
set(CPACK_DEBIAN_EVALUATOR_PACKAGE_NAME selfcheck-evaluator)
set(CPACK_DEBIAN_EVALUATOR_PACKAGE_SECTION net)
set(CPACK_DEBIAN_EVALUATOR_PACKAGE_SUGGESTS "nginx")
set(CPACK_COMPONENT_EVALUATOR_DESCRIPTION "answer for a share of the key of a keyed Selfcheck list
A keyed list of leaked numbers can't be opened by whoever copies it: each
check asks several independent organisations, none of which learns the
number.

This package has the server that such an organisation runs, with a systemd
unit and an nginx site for it. It starts nothing by itself.")

include(CPack)
