# SPDX-License-Identifier: MIT
# Finds what the chosen options need, and nothing else.

include("${CMAKE_CURRENT_LIST_DIR}/xsimd.cmake")
if(kiln_xsimd_problem)
  message(FATAL_ERROR "kiln: ${kiln_xsimd_problem}")
endif()

set(kiln_io_wanted ${KILN_IO})
if(KILN_IO)
  if(KILN_IO STREQUAL "AUTO")
    find_package(ZLIB QUIET GLOBAL)
    find_package(nlohmann_json QUIET GLOBAL)
  else()
    find_package(ZLIB REQUIRED GLOBAL)
    find_package(nlohmann_json REQUIRED GLOBAL)
  endif()
  if(NOT ZLIB_FOUND OR NOT nlohmann_json_FOUND)
    message(STATUS "kiln::io is left out: it needs zlib and nlohmann-json")
    set(kiln_io_wanted OFF)
  endif()
endif()

if(KILN_BUILD_TESTS OR KILN_BUILD_BENCH)
  find_package(Threads REQUIRED)
endif()
if(KILN_BUILD_TESTS)
  find_package(Boost CONFIG REQUIRED COMPONENTS unit_test_framework)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  # Where a manager of versions is `python3`, what it would start: 0.3 s less in each of 300 tests.
  execute_process(
    COMMAND "${Python3_EXECUTABLE}" -c "import sys; print(sys.executable)"
    OUTPUT_VARIABLE kiln_python OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set_property(TARGET Python3::Interpreter PROPERTY IMPORTED_LOCATION "${kiln_python}")
endif()
if(KILN_BUILD_EXAMPLES)
  find_package(CLI11 CONFIG QUIET)
endif()
if(KILN_BUILD_BENCH)
  find_package(benchmark CONFIG QUIET)
endif()
