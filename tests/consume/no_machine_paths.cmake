# SPDX-License-Identifier: MIT
# Fails if a file of the installed package names the folder it was built from or xsimd's.

file(GLOB_RECURSE files "${PREFIX}/*.cmake")
if(NOT files)
  message(FATAL_ERROR "nothing is installed in ${PREFIX}")
endif()
foreach(file IN LISTS files)
  file(READ "${file}" text)
  foreach(path IN ITEMS "${SOURCE}" "${PREFIX}" "${XSIMD}")
    string(FIND "${text}" "\"${path}" place)
    if(NOT place EQUAL -1)
      message(FATAL_ERROR "${file} names ${path}")
    endif()
  endforeach()
endforeach()
