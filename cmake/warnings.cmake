# SPDX-License-Identifier: MIT
# The target kiln_ours: how our own tests, bench and examples are compiled. Never installed, never
# linked by the library.

add_library(kiln_ours INTERFACE)
target_compile_features(kiln_ours INTERFACE cxx_std_20)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(
    kiln_ours
    INTERFACE -Wall
              -Wextra
              -Wpedantic
              -Wshadow
              -Wconversion
              -Wno-sign-conversion
              $<$<BOOL:${KILN_WERROR}>:-Werror>
              $<$<BOOL:${KILN_NATIVE}>:-march=native>)
endif()
