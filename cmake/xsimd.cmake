# SPDX-License-Identifier: MIT
# The target kiln::xsimd: where <xsimd/xsimd.hpp> stands, at least version 8.1. Sets
# kiln_xsimd_problem to a sentence, or to nothing when all is well.
#
# xsimd's own CMake package is not used: Debian's links a library that is not there. This file is
# installed too, so that a consumer's machine is searched, not the one that built the package.

set(kiln_xsimd_problem "")
if(NOT TARGET kiln::xsimd)
  find_path(xsimd_INCLUDE_DIR xsimd/xsimd.hpp DOC "the directory that holds xsimd/xsimd.hpp")
  mark_as_advanced(xsimd_INCLUDE_DIR)
  if(NOT xsimd_INCLUDE_DIR)
    set(kiln_xsimd_problem
        "xsimd/xsimd.hpp was not found: install libxsimd-dev or set xsimd_INCLUDE_DIR")
  else()
    file(STRINGS "${xsimd_INCLUDE_DIR}/xsimd/config/xsimd_config.hpp" kiln_xsimd_version
         REGEX "^#define XSIMD_VERSION_(MAJOR|MINOR) [0-9]+")
    string(REGEX REPLACE "[^;]* ([0-9]+)" "\\1" kiln_xsimd_version "${kiln_xsimd_version}")
    list(JOIN kiln_xsimd_version . kiln_xsimd_version)
    if(kiln_xsimd_version VERSION_LESS 8.1)
      set(kiln_xsimd_problem
          "xsimd 8.1 or later is needed, but ${xsimd_INCLUDE_DIR} holds ${kiln_xsimd_version}")
    else()
      add_library(kiln::xsimd INTERFACE IMPORTED GLOBAL)
      target_include_directories(kiln::xsimd SYSTEM INTERFACE "${xsimd_INCLUDE_DIR}")
    endif()
    unset(kiln_xsimd_version)
  endif()
endif()
