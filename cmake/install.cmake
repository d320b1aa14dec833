# SPDX-License-Identifier: MIT
# `cmake --install`: the headers, and a package for find_package(kiln [COMPONENTS io]).

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(kiln_package "${CMAKE_INSTALL_DATADIR}/cmake/kiln")

foreach(target IN ITEMS kiln kiln_io)
  if(TARGET ${target})
    install(TARGETS ${target} EXPORT ${target} FILE_SET HEADERS)
    install(EXPORT ${target} NAMESPACE kiln:: DESTINATION ${kiln_package}
            FILE ${target}_targets.cmake)
  endif()
endforeach()

configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/config.cmake.in" "${CMAKE_CURRENT_BINARY_DIR}/kiln-config.cmake"
  INSTALL_DESTINATION ${kiln_package} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
  "${CMAKE_CURRENT_BINARY_DIR}/kiln-config-version.cmake" COMPATIBILITY SameMinorVersion
  ARCH_INDEPENDENT)
install(
  FILES "${CMAKE_CURRENT_BINARY_DIR}/kiln-config.cmake"
        "${CMAKE_CURRENT_BINARY_DIR}/kiln-config-version.cmake"
        "${CMAKE_CURRENT_LIST_DIR}/xsimd.cmake"
  DESTINATION ${kiln_package})
