# SPDX-License-Identifier: MIT
# Sets KILN_VERSION from the one place where it is written, include/kiln/version.hpp.

set(KILN_VERSION "")
foreach(part IN ITEMS MAJOR MINOR PATCH)
  file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/../include/kiln/version.hpp" line
       REGEX "^#define KILN_VERSION_${part} [0-9]+")
  string(REGEX MATCH "[0-9]+" number "${line}")
  list(APPEND KILN_VERSION ${number})
endforeach()
list(JOIN KILN_VERSION . KILN_VERSION)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
                                       "${CMAKE_CURRENT_LIST_DIR}/../include/kiln/version.hpp")
