# SPDX-License-Identifier: MIT
# How a test is made: kiln_test(<file>), and kiln_special_test(...) for one with flags of its own.

# Sanitizers replace malloc and forbid some flags: what has flags of its own is left out with them.
string(FIND "${CMAKE_CXX_FLAGS}" "-fsanitize" kiln_sanitized)
if(kiln_sanitized EQUAL -1)
  set(kiln_sanitized OFF)
else()
  set(kiln_sanitized ON)
endif()

# What every test is compiled with. KILN_NIGHTLY, KILN_FEW_WIDTHS and KILN_FEW_SETS are 0 or 1 in C++:
# a test with many static sizes takes fewer of them, and of instruction sets (support/architectures.hpp),
# under sanitizers, where each costs several times as much to compile, and in tests/instruction_sets,
# which compiles it many times.
set(kiln_few_sets 0)
if(kiln_sanitized AND NOT KILN_SANITIZE_ALL)
  set(kiln_few_sets 1)
endif()
add_library(kiln_test INTERFACE)
target_link_libraries(kiln_test INTERFACE kiln kiln_ours $<TARGET_NAME_IF_EXISTS:kiln_io>
                                          Boost::unit_test_framework Threads::Threads)
target_include_directories(kiln_test INTERFACE "${PROJECT_SOURCE_DIR}/tests")
target_compile_definitions(kiln_test INTERFACE BOOST_TEST_DYN_LINK
                                               KILN_NIGHTLY=$<BOOL:${KILN_NIGHTLY}>
                                               KILN_FEW_WIDTHS=$<BOOL:${kiln_sanitized}>
                                               KILN_FEW_SETS=${kiln_few_sets}
                                               $<$<BOOL:${KILN_SANITIZE_ALL}>:KILN_SANITIZE_ALL>)
# g++ looks for garbage from 128 MiB on. From 1 GiB on, it compiles a test in 0.86 to 0.93 of the time,
# with up to two thirds more memory.
set(kiln_collect_late --param=ggc-min-heapsize=1048576)
target_compile_options(kiln_test INTERFACE $<$<CXX_COMPILER_ID:GNU>:${kiln_collect_late}>)

# With -O0, which means plain loops, a test takes a third to a half of the time to compile. So these are
# compiled: what is not about numbers in registers, and half of pytorch/ and of the dense and frozen
# shapes of net/gradients_*, since kernels/ and bits/ show that registers give plain loops' numbers.
option(KILN_UNOPTIMISED_TESTS "compile with -O0 the tests that are not about registers" OFF)
set(kiln_unoptimised_tests
    "^(calculus|concepts|io)$"
    "^pytorch/(double_1_to_25|float_26_to_50)"
    "^net/gradients_(dense_2|frozen)")
list(JOIN kiln_unoptimised_tests "|" kiln_unoptimised_tests)

# main(), with the precompiled header that all tests share (saves 2 s a file); another of each level
# for its header alone; and the main() that skips the whole program without data.
function(kiln_main target)
  add_library(${target} OBJECT "${PROJECT_SOURCE_DIR}/tests/support/main.cpp")
  target_link_libraries(${target} PRIVATE kiln_test)
  target_precompile_headers(${target} PRIVATE "${PROJECT_SOURCE_DIR}/tests/support/precompiled.hpp")
endfunction()
kiln_main(kiln_test_main)
if(KILN_UNOPTIMISED_TESTS)
  kiln_main(kiln_test_main_O0)
  target_compile_options(kiln_test_main_O0 PRIVATE -O0)
endif()
add_library(kiln_test_main_data OBJECT "${PROJECT_SOURCE_DIR}/tests/support/main.cpp")
target_link_libraries(kiln_test_main_data PRIVATE kiln_test)
target_compile_definitions(kiln_test_main_data PRIVATE KILN_TEST_NEEDS_DATA)

# Sets <result> to whether the C++ file can be built here: it cannot if it includes <kiln/io/...>
# and kiln::io is left out.
function(kiln_can_build result file)
  set(${result} ON PARENT_SCOPE)
  if(NOT TARGET kiln_io)
    file(STRINGS "${file}" includes REGEX "^#include <kiln/io/")
    if(includes)
      set(${result} OFF PARENT_SCOPE)
    endif()
  endif()
endfunction()

# kiln_join(<path> <test>...) writes a source of several tests, each file in a suite of its name, after
# all that they include. Reading headers is most of what a short test takes to compile.
function(kiln_join path)
  set(includes "")
  set(suites "")
  foreach(test IN LISTS ARGN)
    set(file "${PROJECT_SOURCE_DIR}/tests/${test}.cpp")
    get_filename_component(folder "${file}" DIRECTORY)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(STRINGS "${file}" lines REGEX "^#include ")
    foreach(line IN LISTS lines)
      # What stands beside the test would not be found from elsewhere.
      string(REGEX REPLACE "^#include \"(.*)\"$" "${folder}/\\1" beside "${line}")
      if(NOT beside STREQUAL line AND EXISTS "${beside}")
        set(line "#include \"${beside}\"")
      endif()
      list(APPEND includes "${line}\n")
    endforeach()
    string(MAKE_C_IDENTIFIER "${test}" suite)
    string(APPEND suites "BOOST_AUTO_TEST_SUITE(${suite})\n#include \"${test}.cpp\"\n"
           "BOOST_AUTO_TEST_SUITE_END()\n")
  endforeach()
  list(REMOVE_DUPLICATES includes)
  list(JOIN includes "" includes)
  file(CONFIGURE OUTPUT "${path}" CONTENT "${includes}${suites}" @ONLY)
endfunction()

# kiln_test_level(<target> <name of the test>): how it is compiled.
function(kiln_test_level target name)
  if(KILN_UNOPTIMISED_TESTS AND name MATCHES "${kiln_unoptimised_tests}")
    target_compile_options(${target} PRIVATE -O0)
    target_precompile_headers(${target} REUSE_FROM kiln_test_main_O0)
  else()
    target_precompile_headers(${target} REUSE_FROM kiln_test_main)
  endif()
endfunction()

# kiln_joined_test(<folder of tests/> <file>...): one program for all of them, a ctest entry for each.
function(kiln_joined_test folder)
  list(TRANSFORM ARGN REPLACE "\\.cpp$" "")
  kiln_join("${CMAKE_CURRENT_BINARY_DIR}/joined/${folder}.cpp" ${ARGN})
  add_executable(test_${folder} "${CMAKE_CURRENT_BINARY_DIR}/joined/${folder}.cpp")
  kiln_test_level(test_${folder} ${folder})
  target_link_libraries(test_${folder} PRIVATE kiln_test kiln_test_main)
  foreach(name IN LISTS ARGN)
    string(MAKE_C_IDENTIFIER "${name}" suite)
    add_test(NAME ${name} COMMAND test_${folder} --run_test=${suite})
    set_tests_properties(${name} PROPERTIES LABELS "${folder}")
  endforeach()
endfunction()

# kiln_test(<file relative to tests/>)
function(kiln_test file)
  string(REGEX REPLACE "\\.cpp$" "" name "${file}")
  string(REPLACE "/" "_" target "test_${name}")
  string(REGEX MATCH "^[^/]+" labels "${name}")

  add_executable(${target} "${file}")
  kiln_test_level(${target} ${name})
  add_test(NAME ${name} COMMAND ${target})
  if(name MATCHES "_data$")
    list(APPEND labels data)
    target_link_libraries(${target} PRIVATE kiln_test kiln_test_main_data)
  else()
    target_link_libraries(${target} PRIVATE kiln_test kiln_test_main)
  endif()
  if(name MATCHES "_nightly$")
    list(APPEND labels nightly)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" SKIP_RETURN_CODE 77)
endfunction()

# A test with flags of its own and no precompiled header. OPTIONS come after the preset's flags, so
# -O0 wins over -O2. OWN_MAIN: the sources bring main(), otherwise Boost.Test's is linked.
#
# kiln_special_test(NAME no_heap/O0 SOURCES no_heap.cpp OPTIONS -O0
#                   LINK_OPTIONS -Wl,--wrap=malloc [OWN_MAIN])
function(kiln_special_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "OWN_MAIN" "NAME" "SOURCES;OPTIONS;LINK_OPTIONS")
  if(kiln_sanitized)
    return()
  endif()
  string(REPLACE "/" "_" target "test_${arg_NAME}")
  string(REGEX MATCH "^[^/]+" label "${arg_NAME}")
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE kiln_test)
  if(NOT arg_OWN_MAIN)
    target_link_libraries(${target} PRIVATE kiln_test_main)
  endif()
  target_compile_options(${target} PRIVATE ${arg_OPTIONS})
  target_link_options(${target} PRIVATE ${arg_LINK_OPTIONS})
  add_test(NAME ${arg_NAME} COMMAND ${target})
  set_tests_properties(${arg_NAME} PROPERTIES LABELS "${label}" SKIP_RETURN_CODE 77)
endfunction()

# What a script needs to compile a file as our tests are: KILN_TEST_COMPILE is the compiler and its
# flags, for COMMANDs with COMMAND_EXPAND_LISTS.
separate_arguments(flags NATIVE_COMMAND "${CMAKE_CXX_FLAGS}")
set(include_dirs "$<TARGET_PROPERTY:kiln_test,INTERFACE_INCLUDE_DIRECTORIES>")
set(KILN_TEST_COMPILE
    "${CMAKE_CXX_COMPILER}" -std=c++20 ${flags} $<$<BOOL:${KILN_NATIVE}>:-march=native>
    "-I$<JOIN:${include_dirs},$<SEMICOLON>-I>")
